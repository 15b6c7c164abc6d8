using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace BuildLock.BuildScripts;

/// <summary>Takes locks for a build, and knows those that its targets hold: a second request for one of them, from the same
/// build, would wait for ever and is refused.</summary>
/// <remarks>Targets run one after another, so what a target holds is not released while another of them waits. Blocks of
/// code are not remembered: two threads of one target may well wait for each other's.</remarks>
/// <param name="failure">Makes the exception of the front from a code and a text.</param>
internal sealed class HeldLocks(Func<string, string, Exception> failure)
{
    private readonly List<(LockName Name, LockHandle Handle)> _held = []; // also the gate

    /// <summary>Takes a lock for a block of code.</summary>
    public LockHandle Take(WantedLock wanted)
    {
        if (Find(wanted.Name) is { } held)
        {
            throw failure(DiagnosticCodes.Deadlock, $"Lock '{wanted.Key}' is held by this same build ({held.Holder.Description}). Waiting would never end. Take it once for both.");
        }

        return ProcessLock.Acquire(wanted.Key, wanted.Options, CancellationToken.None); // no token: Ctrl+C ends the process
    }

    /// <summary>Takes a lock for a target, or for several.</summary>
    public LockHandle Hold(WantedLock wanted)
    {
        LockHandle handle = Take(wanted);
        lock (_held)
        {
            _held.Add((wanted.Name, handle));
        }

        return handle;
    }

    /// <summary>Takes all locks of a target, or none, in the one order in which every build takes them: two targets that
    /// name the same locks the other way round cannot wait for each other. The same lock asked for twice is taken once, with
    /// the later settings.</summary>
    public IReadOnlyList<LockHandle> HoldAll(IEnumerable<WantedLock> wanted)
    {
        var handles = new List<LockHandle>();
        try
        {
            foreach (WantedLock one in wanted
                .GroupBy(one => one.Name, (_, same) => same.Last())
                .OrderBy(one => one.Key.Text, StringComparer.Ordinal)
                .ThenBy(one => one.Name.Namespace, StringComparer.Ordinal))
            {
                handles.Add(Hold(one));
            }

            return handles;
        }
        catch
        {
            ReleaseAll(handles);
            throw;
        }
    }

    public LockHandle? Find(LockName name)
    {
        lock (_held)
        {
            return _held.Find(entry => entry.Name == name).Handle;
        }
    }

    /// <summary>Releases in the opposite order of taking. Never throws.</summary>
    /// <returns>The first of them that had been lost, or <see langword="null"/>.</returns>
    public LockLostException? ReleaseAll(IReadOnlyList<LockHandle> handles)
    {
        LockLostException? loss = handles.Select(handle => handle.Loss).FirstOrDefault(one => one is not null);
        foreach (LockHandle handle in handles.Reverse())
        {
            lock (_held)
            {
                _held.RemoveAll(entry => ReferenceEquals(entry.Handle, handle));
            }

            handle.Release();
        }

        return loss;
    }
}
