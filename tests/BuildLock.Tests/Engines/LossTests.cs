using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Engines.Inspection;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>A holder whose state was taken away or overtaken says so, and does no harm to whoever has it now.</summary>
public sealed class LossTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Engines { get; } = ["lockdir", "lockfile"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_loses_its_entry_is_told(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath, expireAfter: Short);
        var told = new Recorder<LockLost>();
        forged.Options.Observer = told;
        LockHandle handle = ProcessLock.Acquire(forged.Key, forged.Options, TestContext.Current.CancellationToken);
        Directory.Delete(_folder.FullPath, recursive: true);

        LockLost lost = await told.First.Within("BL2003 after the entry was deleted");
        Assert.Equal("BL2003", lost.Code);
        Assert.Contains("deleted", lost.Text, StringComparison.Ordinal);
        Assert.False(handle.IsHeld);
        handle.Release(); // nothing to release, and no error
        Directory.CreateDirectory(_folder.FullPath);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_is_overtaken_is_told_by_whom(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath, expireAfter: Short);
        var told = new Recorder<LockLost>();
        forged.Options.Observer = told;
        LockHandle handle = ProcessLock.Acquire(forged.Key, forged.Options, TestContext.Current.CancellationToken);
        forged.AddInvisibleHolder(2);

        LockLost lost = await told.First.Within("BL2003 after the next number was taken");
        Assert.Contains("bob@ci-08", lost.Text, StringComparison.Ordinal);
        Assert.True(handle.Lost.IsCancellationRequested);
        handle.Release();

        // The other one still has it.
        Assert.Null(ProcessLock.TryAcquire(forged.Key, forged.Options));
        Assert.Equal(2, forged.Highest);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Whose_hold_is_broken_is_told_by_whom(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath, expireAfter: Short);
        var told = new Recorder<LockLost>();
        forged.Options.Observer = told;
        LockHandle handle = ProcessLock.Acquire(forged.Key, forged.Options, TestContext.Current.CancellationToken);
        LockSight sight = forged.Request.Engine.Inspector.Find(forged.Request);
        Assert.Equal(handle.Holder.Id, sight.Holder!.Id);

        Assert.NotNull(forged.Request.Engine.Inspector.Break(forged.Request, sight));
        LockLost lost = await told.First.Within("BL2003 after the hold was broken");
        Assert.Contains("(broken by '", lost.Text, StringComparison.Ordinal);

        // The next one knows how the last hold ended.
        using LockHandle next = ProcessLock.TryAcquire(forged.Key, forged.Options)!;
        Assert.Equal(PreviousOutcome.Expired, next.PreviousOutcome);
        Assert.Equal(handle.Holder.Id, next.PreviousHolder!.Id);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_hold_that_has_ended_is_not_broken(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath);
        LockSight sight;
        using (ProcessLock.TryAcquire(forged.Key, forged.Options))
        {
            sight = forged.Request.Engine.Inspector.Find(forged.Request);
        }

        using LockHandle next = ProcessLock.TryAcquire(forged.Key, forged.Options)!;
        Assert.Equal("That hold had ended by itself already.", forged.Request.Engine.Inspector.Break(forged.Request, sight));
        Assert.Null(ProcessLock.TryAcquire(forged.Key, forged.Options));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_is_replaced_under_the_same_number_is_told(string engine)
    {
        // The state is wiped and the next holder starts to count anew: our number is there, but it is not ours. The child
        // is started first and the renewal is slow, so that no look falls between the two.
        var forged = new ForgedLock(engine, _folder.FullPath, expireAfter: TimeSpan.FromSeconds(6));
        var told = new Recorder<LockLost>();
        LockOptions options = forged.WithTimeout(TimeSpan.Zero);
        options.Observer = told;
        await using Child child = await Child.StartAsync();
        LockHandle handle = ProcessLock.Acquire(forged.Key, options, TestContext.Current.CancellationToken);
        Directory.Delete(forged.Folder.FullPath, recursive: true);
        Line held = await child.AskAsync("try", ChildSettings.Write(forged.Options, ("key", forged.Key), ("name", "it")));
        Assert.Equal(handle.FencingToken.ToString(CultureInfo.InvariantCulture), held["token"]);

        await told.First.Within("BL2003 after somebody else got the same number", TimeSpan.FromSeconds(15));
        Assert.False(handle.IsHeld);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_was_replaced_under_the_same_number_releases_nobody_else(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath);
        LockHandle handle = ProcessLock.Acquire(forged.Key, forged.Options, TestContext.Current.CancellationToken);
        Directory.Delete(_folder.FullPath, recursive: true);
        await using Child child = await StartHolderAsync(forged);

        handle.Release();

        Assert.Null(ProcessLock.TryAcquire(forged.Key, forged.Options));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_waiter_gets_it_when_the_state_is_deleted_and_the_holder_is_told(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath, expireAfter: Short);
        await using Child child = await StartHolderAsync(forged);
        Task<Line> lost = child.AskAsync("wait-lost", ("name", "it"));
        Waiter waiter = Waiter.Start(forged.Key, forged.WithTimeout(Deadline.Patience), cancellationToken: TestContext.Current.CancellationToken);
        await waiter.UntilWaitingAsync();

        Directory.Delete(forged.Folder.FullPath, recursive: true);

        using LockHandle handle = await waiter.UntilHeldAsync();
        await lost;
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Releasing_what_was_lost_unnoticed_never_throws(string engine)
    {
        // Also with an observer that breaks its promise and throws: the error of the caller's own work must survive.
        var forged = new ForgedLock(engine, _folder.FullPath);
        forged.Options.Observer = new Thrower();
        LockHandle handle = ProcessLock.Acquire(forged.Key, forged.Options, TestContext.Current.CancellationToken);
        Directory.Delete(forged.Folder.FullPath, recursive: true);

        handle.Release();
        Assert.False(handle.IsHeld);
    }

    private static async Task<Child> StartHolderAsync(ForgedLock forged)
    {
        Child child = await Child.StartAsync();
        await child.Call("acquire", ChildSettings.Write(forged.WithTimeout(Deadline.Patience), ("key", forged.Key), ("name", "it"))).UntilAsync("held");
        return child;
    }

    private sealed class Thrower : ILockObserver
    {
        public void Report(LockEvent lockEvent)
        {
            if (lockEvent is LockReleaseFailed)
            {
                throw new InvalidOperationException("An observer that throws.");
            }
        }
    }
}
