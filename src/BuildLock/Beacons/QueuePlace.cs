using System;
using BuildLock.Identity;
using BuildLock.Keys;
using BuildLock.Platform;

namespace BuildLock.Beacons;

/// <summary>One contender's place in the queue: what it says to the one before it, and the room for those behind it.</summary>
internal sealed class QueuePlace : IDisposable
{
    private readonly TimeSpan _start = MonotonicClock.Now;
    private readonly bool _canBeFollowed;
    private bool _passedOn;
    private bool _tried;

    /// <param name="canBeFollowed">Whether others may queue behind this one. Not behind one that may be long in coming when
    /// its turn has come.</param>
    public QueuePlace(bool canBeFollowed = true) => _canBeFollowed = canBeFollowed;

    /// <summary>Those who wait behind this one.</summary>
    public BeaconRoom Room { get; } = new();

    /// <summary>Whether it has waited in a queue before. It is not sent to the end again.</summary>
    public bool HasQueued { get; set; }

    /// <summary>Whether somebody it called let it wait in vain.</summary>
    public bool HasMetSilence { get; set; }

    /// <param name="id">The 16 bytes that name what is called.</param>
    /// <param name="isNewcomer">Whether it may be sent on to the end of the queue.</param>
    public byte[] Hello(byte[] id, bool isNewcomer)
    {
        string address = _canBeFollowed ? Room.Publish() : string.Empty;
        return BeaconProtocol.Hello(id, MonotonicClock.Now - _start, HolderText.OfWaiter(address, isNewcomer));
    }

    /// <summary>Asked before each attempt: whether this one is left to those whom this process has left waiting. At most the first
    /// is, and none that is the last.</summary>
    /// <param name="site">The lock.</param>
    /// <param name="isLast">Whether no attempt will follow.</param>
    /// <param name="watch">The caller's; after the first attempt, what <see cref="Courtesy.StepBack"/> says. Later ones leave it as it
    /// is.</param>
    public bool StepsBack(LockSite site, bool isLast, ref BeaconWatch? watch)
    {
        if (isLast || _tried)
        {
            return false;
        }

        _tried = true;
        return Courtesy.StepBack(site, this, out watch);
    }

    /// <summary>The lock was got: the room is the hold's from here on.</summary>
    /// <param name="watched">What was waited for. Disposed with the hold, not now: closing a connection takes as long as taking
    /// the lock.</param>
    public BeaconRoom PassOn(BeaconWatch? watched)
    {
        _passedOn = true;
        if (watched is { HasEnded: false })
        {
            // It was overtaken, as one that is stopped, and would count the new holder among those behind it.
            watched.Dispose();
            return Room;
        }

        Room.Leftover = watched;
        return Room;
    }

    public void Dispose()
    {
        if (!_passedOn)
        {
            Room.Dismiss();
        }
    }
}
