using System;
using System.IO;
using BuildLock.Platform;

namespace BuildLock.Faults.Tests.Takeover;

/// <summary>What others do, as a test double: look at the age of the directory, remove it when it is old, create it again.
/// Two see it old; the second removes the first one's new lock.</summary>
internal sealed class RemoveThenCreate(string folder) : StaleLock
{
    private static readonly TimeSpan TooOld = TimeSpan.FromHours(1);

    private string _lock = string.Empty;

    public override void Prepare(int waiters)
    {
        _lock = Path.Combine(folder, "double-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(_lock);
        Directory.SetLastWriteTimeUtc(_lock, DateTime.UtcNow - TooOld - TooOld);
    }

    public override bool TryTake(int waiter)
    {
        DelayedForm.Delay();
        if (TryMake())
        {
            return true;
        }

        DelayedForm.Delay();
        if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(_lock) < TooOld)
        {
            return false;
        }

        DelayedForm.Delay();
        try
        {
            Directory.Delete(_lock);
        }
        catch (IOException)
        {
            return false; // somebody else was faster
        }

        DelayedForm.Delay();
        return TryMake();
    }

    public override void Finish()
    {
        if (Directory.Exists(_lock))
        {
            Directory.Delete(_lock);
        }
    }

    private bool TryMake() => Posix.MakeDirectory(_lock, 0x1FF) == 0;
}
