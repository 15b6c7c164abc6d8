using System;
using BuildLock.Engines;

namespace BuildLock.Waiting;

/// <summary>When a waiter says that it waits: after 1, 10, 30 and 60 seconds, then each minute. Never a flood.</summary>
internal sealed class Narration
{
    private static readonly TimeSpan[] First = { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60) };

    private readonly LockRequest _request;
    private int _told;

    public Narration(LockRequest request) => _request = request;

    private TimeSpan Due => _told < First.Length ? First[_told] : TimeSpan.FromMinutes(_told - First.Length + 2);

    /// <param name="look">Looks who is in the way; asked only when there is something to tell.</param>
    public void Tell(TimeSpan waited, Func<LockAttempt> look)
    {
        if (waited < Due || _request.Observer is null)
        {
            return;
        }

        while (waited >= Due)
        {
            _told++; // after a sleep of the machine several are due: they are told as one
        }

        _request.Observer.Report(new LockWaiting(_request, waited, look()));
    }

    public TimeSpan UntilNext(TimeSpan waited)
        => _request.Observer is null ? TimeSpan.MaxValue : waited < Due ? Due - waited : TimeSpan.Zero;
}
