using System;
using System.IO;
using BuildLock.Engines.LockDirectory;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>
/// Contenders that looked long ago, step by step: number 3 was released and is gone, 5 is held. Whoever still wants to
/// follow 3 must not get 4.
/// </summary>
public sealed class LateContenderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Engines { get; } = ["lockdir", "lockfile"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public void Who_follows_a_number_that_is_gone_withdraws(string engine)
    {
        ForgedLock forged = Forge(engine, out HoldState seen);

        using (GenerationFolder folder = forged.Folder.Open())
        {
            Assert.Null(LockDirectoryHold.TryTake(forged.Request, forged.Form, folder, 3, seen, queue: null));
        }

        Assert.Equal(PreviousOutcome.Released, forged.Folder.MarkedOutcome(4)); // withdrawn, not deleted
        Assert.Null(ProcessLock.TryAcquire(forged.Key, forged.Options));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Who_follows_a_number_that_another_late_one_has_just_made_again_withdraws(string engine)
    {
        // Another late contender, which follows 2, has made 3 again and has not withdrawn it yet. So there is a 3, but it
        // is not the one that was seen to end, and it says nothing about whether there was a 4.
        ForgedLock forged = Forge(engine, out HoldState seen);
        forged.AddInvisibleHolder(3);

        using (GenerationFolder folder = forged.Folder.Open())
        {
            Assert.Null(LockDirectoryHold.TryTake(forged.Request, forged.Form, folder, 3, seen, queue: null));
        }

        Assert.Equal(PreviousOutcome.Released, forged.Folder.MarkedOutcome(4)); // withdrawn, not deleted
        Assert.Equal(5, forged.Highest);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_claim_in_a_folder_that_was_renamed_away_is_no_hold(string engine)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open folder is a path there.");
        var forged = new ForgedLock(engine, _folder.FullPath);
        forged.AddDeadHolder(1);
        HoldState seen = forged.Folder.Look(1);
        using GenerationFolder open = forged.Folder.Open();
        Directory.Move(forged.Folder.FullPath, _folder.Below(".dead-by-a-cleaner"));
        using LockHandle other = ProcessLock.TryAcquire(forged.Key, forged.Options)!;

        Assert.Null(LockDirectoryHold.TryTake(forged.Request, forged.Form, open, 1, seen, queue: null));
    }

    private ForgedLock Forge(string engine, out HoldState seen)
    {
        var forged = new ForgedLock(engine, _folder.FullPath);
        forged.AddInvisibleHolder(3);
        forged.Folder.Mark(3, PreviousOutcome.Released);
        seen = forged.Folder.Look(3);
        Assert.True(seen.HasEnded);

        // Meanwhile others took 4 and 5 and deleted what was below.
        forged.AddInvisibleHolder(5);
        forged.Folder.DeleteBelow(5, forged.Folder.Numbers());
        Assert.Equal([5], forged.Folder.Numbers());
        return forged;
    }
}
