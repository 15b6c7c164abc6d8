using System.Threading;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault28_acquired_and_released_on_other_threads : FaultTest
{
    [Theory]
    [MemberData(nameof(AllEngines))]
    public void Works_also_when_the_acquiring_thread_has_ended(string engine)
    {
        for (int round = 0; round < 20; round++)
        {
            LockHandle? handle = null;
            OnThreadOfItsOwn(() => handle = ProcessLock.Acquire(Key, Options(engine), CancellationToken.None));
            Assert.True(handle!.IsHeld);
            Assert.False(IsFree(Options(engine)));
            OnThreadOfItsOwn(handle.Release);
            Assert.False(handle.IsHeld);
        }

        Assert.True(IsFree(Options(engine)));
    }

    private static void OnThreadOfItsOwn(ThreadStart action)
    {
        var thread = new Thread(action);
        thread.Start();
        Assert.True(thread.Join(System.TimeSpan.FromSeconds(60)), "The thread did not come to an end.");
    }
}
