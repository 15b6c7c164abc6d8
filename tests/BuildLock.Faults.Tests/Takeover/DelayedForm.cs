using System;
using System.Collections.Generic;
using System.Threading;
using BuildLock.Engines.LockDirectory;
using BuildLock.Platform;

namespace BuildLock.Faults.Tests.Takeover;

/// <summary>An engine's own way to make entries, with 0 to 2 ms, by chance, before each step and after each change: where
/// two waiters can come between a look and an act, they will.</summary>
internal sealed class DelayedForm(IEntryForm form) : IEntryForm
{
    public static void Delay() => Thread.Sleep(Random.Shared.Next(3));

    public IEnumerable<string> Enumerate(DirectoryHandle folder)
    {
        Delay();
        return form.Enumerate(folder);
    }

    public void CreateEmpty(DirectoryHandle folder, string entry, uint mode) => form.CreateEmpty(folder, entry, mode);

    public bool TryClaim(DirectoryHandle folder, string entry, string holderText, LockScope scope)
    {
        Delay();
        bool claimed = form.TryClaim(folder, entry, holderText, scope);
        Delay();
        return claimed;
    }

    public IEntryFiles? TryOpen(DirectoryHandle folder, string entry)
    {
        Delay();
        return form.TryOpen(folder, entry) is { } files ? new DelayedFiles(files) : null;
    }

    public bool TryDelete(DirectoryHandle folder, string entry)
    {
        Delay();
        bool deleted = form.TryDelete(folder, entry);
        Delay();
        return deleted;
    }

    private sealed class DelayedFiles(IEntryFiles files) : IEntryFiles
    {
        public DirectoryHandle Place => files.Place;

        public string Holder
        {
            get
            {
                Delay();
                return files.Holder;
            }
        }

        public string Mark(string mark)
        {
            Delay();
            return files.Mark(mark);
        }

        public void Dispose() => files.Dispose();
    }
}
