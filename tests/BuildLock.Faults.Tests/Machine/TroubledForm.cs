using System;
using System.Collections.Generic;
using System.IO;
using BuildLock.Engines.LockDirectory;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>An engine's own way to make entries, on a file system that answers one step with an error, once.</summary>
internal sealed class TroubledForm(IEntryForm form, string step, Func<Exception> trouble) : IEntryForm
{
    private bool _done;

    public IEnumerable<string> Enumerate(string folder)
    {
        At(nameof(Enumerate));
        return form.Enumerate(folder);
    }

    public bool Exists(string entry)
    {
        At(nameof(Exists));
        return Path.Exists(entry);
    }

    public void CreateEmpty(string entry, uint mode) => form.CreateEmpty(entry, mode);

    public bool TryClaim(string entry, string holderText, LockScope scope)
    {
        At(nameof(TryClaim));
        return form.TryClaim(entry, holderText, scope);
    }

    public string HolderFile(string entry)
    {
        return form.HolderFile(entry);
    }

    public string MarkFile(string entry, string mark) => form.MarkFile(entry, mark);

    public bool TryDelete(string entry) => form.TryDelete(entry);

    private void At(string reached)
    {
        if (!_done && reached == step)
        {
            _done = true;
            throw trouble();
        }
    }
}
