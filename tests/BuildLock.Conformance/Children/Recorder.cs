using System.Threading.Tasks;

namespace BuildLock.Conformance.Children;

/// <summary>Keeps the first event of one kind.</summary>
public sealed class Recorder<T> : ILockObserver
    where T : LockEvent
{
    private readonly TaskCompletionSource<T> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> First => _first.Task;

    public void Report(LockEvent lockEvent)
    {
        if (lockEvent is T wanted)
        {
            _first.TrySetResult(wanted);
        }
    }
}
