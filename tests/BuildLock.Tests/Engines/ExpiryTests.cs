using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>When the directory engines take a holder for gone by its age, and when never.</summary>
public sealed class ExpiryTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Engines { get; } = ["lockdir", "lockfile"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_holder_that_cannot_be_seen_expires(string engine)
    {
        // The holder's own age counts: the waiter's is a minute.
        var forged = new ForgedLock(engine, _folder.FullPath);
        forged.AddInvisibleHolder(1, expireAfter: Short);
        Assert.Null(ProcessLock.TryAcquire(forged.Key, forged.Options));

        Waiter waiter = Waiter.Start(forged.Key, forged.WithTimeout(Timeout.InfiniteTimeSpan), cancellationToken: TestContext.Current.CancellationToken);
        using LockHandle handle = await waiter.UntilHeldAsync();

        Assert.Equal(PreviousOutcome.Expired, handle.PreviousOutcome);
        Assert.Equal("ci-08", handle.PreviousHolder?.Machine);
        Assert.Equal("BL1002", waiter.Acquired?.Code);
        Assert.Equal(2, handle.FencingToken);

        // Two missed renewals at the very least were watched, whatever the clocks say.
        Assert.True(handle.Waited >= Short / 3, $"Taken over after {handle.Waited}.");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_holder_that_cannot_be_seen_keeps_it_while_it_renews(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath);
        forged.AddInvisibleHolder(1, expireAfter: TimeSpan.FromSeconds(2));
        using var stop = new CancellationTokenSource();
        var beats = new Thread(() =>
        {
            while (!stop.Token.WaitHandle.WaitOne(50))
            {
                forged.Folder.Renew(1);
            }
        });
        beats.Start();
        try
        {
            LockTimeoutException e = await Assert.ThrowsAsync<LockTimeoutException>(
                () => ProcessLock.AcquireAsync(forged.Key, forged.WithTimeout(TimeSpan.FromSeconds(4)), TestContext.Current.CancellationToken));
            Assert.Equal("ci-08", e.Holder?.Machine);
            Assert.True(e.Holder?.LastSign < TimeSpan.FromSeconds(2), $"The last sign of life is said to be {e.Holder?.LastSign} old.");
        }
        finally
        {
            await stop.CancelAsync();
            beats.Join();
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_holder_on_this_host_never_expires_while_it_lives(string engine)
    {
        // Stopped, so that it renews nothing, and its last sign is made an hour old: it lives, and that is all that counts.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs signals to stop a process.");
        var forged = new ForgedLock(engine, _folder.FullPath, expireAfter: TimeSpan.FromMilliseconds(100));
        await using Child child = await Child.StartAsync();
        await child.Call("acquire", ChildSettings.Write(forged.Options, ("key", forged.Key), ("name", "it"))).UntilAsync("held");
        child.Stop();
        File.SetLastWriteTimeUtc(forged.HolderFile(1), DateTime.UtcNow.AddHours(-1));

        LockTimeoutException e = await Assert.ThrowsAsync<LockTimeoutException>(
            () => ProcessLock.AcquireAsync(forged.Key, forged.WithTimeout(TimeSpan.FromSeconds(2)), TestContext.Current.CancellationToken));
        Assert.Equal(child.Id, e.Holder?.ProcessId);

        child.Continue();
        Assert.Equal("True", (await child.AskAsync("state", ("name", "it")))["held"]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_holder_renews(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath, expireAfter: TimeSpan.FromMilliseconds(600));
        using LockHandle handle = ProcessLock.Acquire(forged.Key, forged.Options, TestContext.Current.CancellationToken);
        string file = forged.HolderFile(1);
        var old = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int beat = 0; beat < 3; beat++)
        {
            File.SetLastWriteTimeUtc(file, old);
            await Until(() => File.GetLastWriteTimeUtc(file) > old).Within($"renewal {beat + 1}");
        }

        Assert.True(handle.IsHeld);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_dead_holder_on_this_host_is_known_at_once(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath);
        forged.AddDeadHolder(1);

        using LockHandle? handle = ProcessLock.TryAcquire(forged.Key, forged.Options);
        Assert.Equal(PreviousOutcome.Abandoned, handle?.PreviousOutcome);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void An_unreadable_holder_is_unknown_and_never_nobody(string engine)
    {
        foreach (string text in new[] { string.Empty, "format: 1\nid: 0badcafe\npid: 99999999\n", "\0\0\0\0", "end\n" })
        {
            var forged = new ForgedLock(engine, _folder.FullPath);
            forged.Add(1, text);

            Assert.Null(ProcessLock.TryAcquire(forged.Key, forged.Options));
            LockTimeoutException e = Assert.Throws<LockTimeoutException>(
                () => ProcessLock.Acquire(forged.Key, forged.WithTimeout(TimeSpan.FromMilliseconds(200)), TestContext.Current.CancellationToken));
            Assert.Null(e.Holder);
            Assert.Contains("unknown", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_unreadable_holder_expires_by_its_age(string engine)
    {
        // No hang either: whoever wrote half a text and died somewhere else is taken over in time.
        var forged = new ForgedLock(engine, _folder.FullPath, expireAfter: Short);
        forged.Add(1, "format: 1\nid: 0bad");

        using LockHandle handle = await ProcessLock.AcquireAsync(
            forged.Key, forged.WithTimeout(Deadline.Patience), TestContext.Current.CancellationToken);
        Assert.Equal(PreviousOutcome.Expired, handle.PreviousOutcome);
        Assert.Null(handle.PreviousHolder);
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
