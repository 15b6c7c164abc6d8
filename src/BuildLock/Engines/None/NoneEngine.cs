using System;
using BuildLock.Engines.Inspection;
using BuildLock.Queueing;

namespace BuildLock.Engines.None;

/// <summary>Locks nothing and says so. For switching locks off without touching the build.</summary>
internal sealed class NoneEngine : ILockEngine
{
    public string Name => "none";

    public bool LocksFolders => true;

    public ILockInspector Inspector => new NothingToInspect();

    public ILockContender Contend(LockRequest request) => new Contender(request);

    private sealed class Contender : ILockContender
    {
        private readonly LockRequest _request;

        public Contender(LockRequest request) => _request = request;

        public LockQueue? Queue => null;

        public bool CanEndBehindTheGate => false;

        public LockAttempt Try(bool isLast)
        {
            _request.Observer?.Report(new LockNotLocked(_request));
            return LockAttempt.Held(new Hold(_request.NewHolder()));
        }

        public LockAttempt Look() => LockAttempt.Busy(holder: null);

        public bool Probe() => true;

        public void Dispose()
        {
        }
    }

    private sealed class Hold : ILockHold
    {
        public Hold(LockHolder holder) => Holder = holder;

        public LockHolder Holder { get; }

        public long FencingToken { get; } = FencingClock.Next();

        public PreviousOutcome PreviousOutcome => PreviousOutcome.None;

        public LockHolder? PreviousHolder => null;

        public void WatchLoss(Action<string> onLost)
        {
            // Nothing is held, so nothing can be lost.
        }

        public Exception? Release(PreviousOutcome outcome) => null;
    }
}
