using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using BuildLock.Engines.LockDirectory;

namespace BuildLock.Faults.Tests.Takeover;

/// <summary>An engine's own way to make entries, with 0 to 2 ms, by chance, before each step and after each change: where
/// two waiters can come between a look and an act, they will.</summary>
internal sealed class DelayedForm(IEntryForm form) : IEntryForm
{
    public static void Delay() => Thread.Sleep(Random.Shared.Next(3));

    public IEnumerable<string> Enumerate(string folder)
    {
        Delay();
        return form.Enumerate(folder);
    }

    public bool Exists(string entry)
    {
        Delay();
        return Path.Exists(entry);
    }

    public void CreateEmpty(string entry, uint mode) => form.CreateEmpty(entry, mode);

    public bool TryClaim(string entry, string holderText, LockScope scope)
    {
        Delay();
        bool claimed = form.TryClaim(entry, holderText, scope);
        Delay();
        return claimed;
    }

    public string HolderFile(string entry)
    {
        Delay();
        return form.HolderFile(entry);
    }

    public string MarkFile(string entry, string mark)
    {
        Delay();
        return form.MarkFile(entry, mark);
    }

    public bool TryDelete(string entry)
    {
        Delay();
        bool deleted = form.TryDelete(entry);
        Delay();
        return deleted;
    }
}
