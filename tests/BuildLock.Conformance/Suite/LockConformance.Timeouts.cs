using System;
using System.Diagnostics;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>A wait ends at its deadline with an error that names the holder.</summary>
public abstract partial class LockConformance
{
    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task Waiting_ends_at_the_deadline_and_names_the_holder(int milliseconds)
    {
        string key = NewKey();
        LockOptions described = Options();
        described.Description = "project App.csproj, target Restore";
        Child child = await StartHolderAsync(key, described);
        LockOptions options = Options(TimeSpan.FromMilliseconds(milliseconds));
        if (!Excludes)
        {
            ProcessLock.Acquire(key, options).Dispose();
            return;
        }

        long start = Stopwatch.GetTimestamp();
        LockTimeoutException e = Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(key, options));
        TimeSpan took = Stopwatch.GetElapsedTime(start);

        Assert.Equal("BL2001", e.Code);
        Assert.StartsWith("BL2001: ", e.Message, StringComparison.Ordinal);
        Assert.Equal(child.Id, e.Holder?.ProcessId);
        Assert.Equal("project App.csproj, target Restore", e.Holder?.Description);
        Assert.Equal(Environment.UserName, e.Holder?.User);
        Assert.Equal(Environment.MachineName, e.Holder?.Machine);
        Assert.Contains($"pid {child.Id}", e.Message, StringComparison.Ordinal);
        Assert.Contains("project App.csproj, target Restore", e.Message, StringComparison.Ordinal);
        Assert.Contains(key, e.Message, StringComparison.Ordinal);
        Assert.Equal(Engine, e.Engine);
        Assert.Equal(key, e.Key?.Text);
        Assert.NotEmpty(e.Remedy);

        // Never before the deadline; how long after is the machine's business, but not for ever.
        Assert.InRange(took.TotalMilliseconds, milliseconds, milliseconds + 5000);
        Assert.InRange(e.Waited.TotalMilliseconds, milliseconds, took.TotalMilliseconds);
    }

    [Fact]
    public async Task Waiting_asynchronously_ends_at_the_deadline_too()
    {
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        Task<LockHandle> attempt = ProcessLock.AcquireAsync(key, Options(TimeSpan.FromMilliseconds(300)));
        if (!Excludes)
        {
            await (await attempt).DisposeAsync();
            return;
        }

        LockTimeoutException e = await Assert.ThrowsAsync<LockTimeoutException>(() => attempt.Within("the deadline"));
        Assert.Equal(child.Id, e.Holder?.ProcessId);
    }

    [Fact]
    public async Task Giving_up_leaves_nothing_behind()
    {
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        if (!Excludes)
        {
            return;
        }

        Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(key, Options(TimeSpan.FromMilliseconds(50))));
        await child.AskAsync("release", ("name", "it"));

        // Whoever gave up must not be given the lock, nor stand in the way of the next.
        Assert.Equal("held", (await child.AskAsync("try", Command(key))).Word);
    }

    [Fact]
    public void TryAcquire_makes_one_attempt_whatever_the_timeout()
    {
        string key = NewKey();
        using LockHandle? first = ProcessLock.TryAcquire(key, Options());
        Assert.NotNull(first);

        long start = Stopwatch.GetTimestamp();
        using LockHandle? second = ProcessLock.TryAcquire(key, Options());
        TimeSpan took = Stopwatch.GetElapsedTime(start);

        Assert.Equal(Excludes, second is null);
        Assert.True(took < TimeSpan.FromSeconds(5), $"An attempt took {took}.");
    }
}
