using System;
using System.IO;
using BuildLock.Engines;
using BuildLock.Engines.LockDirectory;
using BuildLock.Faults.Tests.Machine;

namespace BuildLock.Faults.Tests.Takeover;

/// <summary>The product's own lock, whose last holder is dead or, where it cannot be seen, silent for too long.</summary>
internal sealed class StaleGenerations(LockOptions options, bool seen) : StaleLock
{
    private LockDirectoryContender[] _contenders = [];
    private ILockHold?[] _holds = [];

    public override void Prepare(int waiters)
    {
        var forged = new Forged("stale " + Guid.NewGuid().ToString("N"), options);
        forged.AddHold(1, seen ? Forged.Predecessor : Forged.Elsewhere);
        if (!seen)
        {
            File.SetLastWriteTimeUtc(forged.HolderFile(1), DateTime.UnixEpoch);
        }

        var form = new DelayedForm(forged.Form);
        _contenders = new LockDirectoryContender[waiters];
        _holds = new ILockHold?[waiters];
        for (int i = 0; i < waiters; i++)
        {
            _contenders[i] = new LockDirectoryContender(forged.Request, form);
        }
    }

    public override bool TryTake(int waiter)
    {
        _holds[waiter] = _contenders[waiter].Try(isLast: false).Hold;
        return _holds[waiter] is not null;
    }

    public override void Finish()
    {
        Array.ForEach(_holds, h => h?.Release(PreviousOutcome.Released));
        Array.ForEach(_contenders, c => c.Dispose());
    }
}
