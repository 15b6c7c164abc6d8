using System;
using System.Threading;
using BuildLock.Journal;
using Xunit;

namespace BuildLock.Tests.Journal;

/// <summary>Work that may never return.</summary>
public sealed class PatientThreadTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public void Work_is_done_before_the_caller_goes_on()
    {
        var thread = new PatientThread();
        int done = 0;
        for (int i = 1; i <= 100; i++)
        {
            Assert.True(thread.TryRun(() => done++, Long, out Exception? problem));
            Assert.Null(problem);
            Assert.Equal(i, done);
        }
    }

    [Fact]
    public void What_it_throws_the_caller_hears()
    {
        var thread = new PatientThread();
        Assert.True(thread.TryRun(() => throw new InvalidOperationException("no"), Long, out Exception? problem));
        Assert.Equal("no", problem?.Message);
        Assert.True(thread.TryRun(() => { }, Long, out problem));
        Assert.Null(problem);
    }

    [Fact]
    public void Work_that_does_not_return_is_given_up()
    {
        using var never = new ManualResetEventSlim();
        var thread = new PatientThread();
        Assert.False(thread.TryRun(() => never.Wait(TestContext.Current.CancellationToken), TimeSpan.FromMilliseconds(50), out Exception? problem));
        Assert.Null(problem);
        never.Set();
    }
}
