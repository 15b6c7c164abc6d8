using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault43_release_fails : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public void It_is_a_warning_and_the_works_own_error_stays(string engine)
    {
        var observer = new Recorder();
        LockOptions options = Options(engine);
        options.Observer = observer;

        Action work = () =>
        {
            using LockHandle handle = ProcessLock.Acquire(Key, options, CancellationToken.None);
            Directory.Delete(Locks, recursive: true);
            throw new InvalidDataException("the build's own error");
        };
        InvalidDataException own = Assert.Throws<InvalidDataException>(work);

        Assert.Equal("the build's own error", own.Message);
        LockReleaseFailed failed = Assert.Single(observer.Events.OfType<LockReleaseFailed>());
        Assert.Equal("BL1005", failed.Code);
        Assert.True(failed.IsWarning);
        Assert.Contains(Key, failed.Text, StringComparison.Ordinal);
        Assert.True(IsFree(Options(engine)));
    }

    private sealed class Recorder : ILockObserver
    {
        public ConcurrentQueue<LockEvent> Events { get; } = new();

        public void Report(LockEvent lockEvent) => Events.Enqueue(lockEvent);
    }
}
