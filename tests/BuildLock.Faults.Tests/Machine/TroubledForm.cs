using System;
using System.Collections.Generic;
using BuildLock.Engines.LockDirectory;
using BuildLock.Platform;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>An engine's own way to make entries, on a file system that answers one step with an error, once.</summary>
internal sealed class TroubledForm(IEntryForm form, string step, Func<Exception> trouble) : IEntryForm
{
    private bool _done;

    public IEnumerable<string> Enumerate(DirectoryHandle folder)
    {
        At(nameof(Enumerate));
        return form.Enumerate(folder);
    }

    public void CreateEmpty(DirectoryHandle folder, string entry, uint mode) => form.CreateEmpty(folder, entry, mode);

    public bool TryClaim(DirectoryHandle folder, string entry, string holderText, LockScope scope)
    {
        At(nameof(TryClaim));
        return form.TryClaim(folder, entry, holderText, scope);
    }

    public IEntryFiles? TryOpen(DirectoryHandle folder, string entry)
    {
        At(nameof(TryOpen));
        return form.TryOpen(folder, entry);
    }

    public bool TryDelete(DirectoryHandle folder, string entry) => form.TryDelete(folder, entry);

    private void At(string reached)
    {
        if (!_done && reached == step)
        {
            _done = true;
            throw trouble();
        }
    }
}
