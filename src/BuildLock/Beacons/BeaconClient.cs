using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Beacons;

/// <summary>Finds the holder behind endpoints that are taken.</summary>
internal static class BeaconClient
{
    // A holder answers within microseconds. A stranger may never; nobody is kept waiting longer than this for it.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    // Whoever said nothing for that long is stopped, or a stranger. Later looks are there to see whether that has changed; no
    // deadline and no cancellation is heeded while they last.
    private static readonly TimeSpan LaterPatience = TimeSpan.FromMilliseconds(200);

    // Who was not answered by then may have called somebody who was just letting go.
    private static readonly TimeSpan FirstCall = TimeSpan.FromMilliseconds(10);

    // A waiter that is stopped must not stop those who come after it.
    private static readonly TimeSpan WaitersPatience = TimeSpan.FromMilliseconds(200);

    /// <summary>Calls the holder at the beacon that it published, if that can be reached from here.</summary>
    /// <param name="beacon">What <see cref="BeaconHub.Open"/> returned to the holder.</param>
    public static BeaconWatch? Dial(LockHolder? holder, string beacon, QueuePlace place)
    {
        return TryReach(holder, beacon, out IPEndPoint endpoint, out byte[] id)
            ? Look(new[] { endpoint }, id, place).Watch
            : null;
    }

    /// <summary>Calls the end of the queue, as a newcomer.</summary>
    /// <param name="address">Where it is found.</param>
    /// <param name="place">The caller's.</param>
    /// <returns>The call that was answered, or <see langword="null"/>.</returns>
    public static BeaconDial? Call(string address, QueuePlace place)
    {
        if (!BeaconHub.TryParse(address, out IPEndPoint endpoint, out Guid id))
        {
            return null;
        }

        if (TryDial(endpoint, place.Hello(id.ToByteArray(), isNewcomer: true)) is not { } dial)
        {
            return null;
        }

        TimeSpan end = MonotonicClock.Now + WaitersPatience;

        // Ends: each turn waits on the socket, and the time is bounded.
        while (dial.State == DialState.Calling && end - MonotonicClock.Now is { Ticks: > 0 } left)
        {
            if (BeaconSocket.WaitReadable(dial.Socket, left))
            {
                dial.Step();
            }
        }

        if (dial.State == DialState.Holder)
        {
            return dial;
        }

        dial.Dispose();
        return null;
    }

    /// <summary>Calls the holder in order to look, not to wait.</summary>
    public static BeaconVisit? Visit(LockHolder? holder, string beacon)
        => TryReach(holder, beacon, out IPEndPoint endpoint, out byte[] id) ? TryVisit(endpoint, id) : null;

    /// <summary>Calls a waiter of this machine in order to look.</summary>
    public static BeaconVisit? Visit(string beacon)
        => BeaconHub.TryParse(beacon, out IPEndPoint endpoint, out Guid id) ? TryVisit(endpoint, id.ToByteArray()) : null;

    /// <summary>Calls an endpoint in order to look.</summary>
    /// <returns><see langword="null"/> for want of open files: whoever is there is unknown then, and it is no error.</returns>
    public static BeaconVisit? TryVisit(IPEndPoint endpoint, byte[] id)
    {
        try
        {
            return new BeaconVisit(endpoint, id);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static bool TryReach(LockHolder? holder, string beacon, out IPEndPoint endpoint, out byte[] id)
    {
        ProcessIdentity here = ProcessIdentity.Current;
        bool reachable = BeaconHub.TryParse(beacon, out endpoint, out Guid guid)
            && holder is not null && holder.Process.Host == here.Host && holder.Process.NetworkNamespace == here.NetworkNamespace;
        id = guid.ToByteArray();
        return reachable;
    }

    /// <param name="endpoints">Where the holder may answer.</param>
    /// <param name="id">The 16 bytes that name the lock there.</param>
    /// <param name="place">The caller's claim to a place in the queue.</param>
    public static BeaconLook Look(IReadOnlyList<IPEndPoint> endpoints, byte[] id, QueuePlace place)
    {
        byte[] hello = place.Hello(id, isNewcomer: !place.HasQueued);
        List<BeaconDial> dials = endpoints.Select(e => TryDial(e, hello)).OfType<BeaconDial>().ToList();
        try
        {
            TimeSpan start = MonotonicClock.Now;
            TimeSpan patience = place.HasMetSilence ? LaterPatience : Patience;
            TimeSpan left = patience;
            while (left > TimeSpan.Zero && !dials.Exists(d => d.State == DialState.Holder))
            {
                List<Socket> calling = dials.Where(d => d.State == DialState.Calling).Select(d => d.Socket).ToList();
                if (calling.Count == 0)
                {
                    break;
                }

                bool isFirstCall = left > patience - FirstCall;
                TimeSpan pause = isFirstCall ? left - (patience - FirstCall) : left;
                List<Socket> readable = SocketWait.UntilReadable(calling, pause);
                dials.Where(d => readable.Contains(d.Socket)).ToList().ForEach(d => d.Step());
                left = patience - (MonotonicClock.Now - start);
                if (isFirstCall && left <= patience - FirstCall)
                {
                    CallAgain(dials, hello);
                }
            }

            BeaconWatch? watch = dials.Find(d => d.State == DialState.Holder) is { } holder ? new BeaconWatch(holder, place) : null;

            // Others may have been sent to whoever is half welcomed. As a newcomer once more it would be sent to those, and they
            // would wait for each other.
            place.HasQueued |= watch is not null || dials.Exists(d => d.IsHalfWelcomed);
            place.HasMetSilence |= watch is null && dials.Exists(d => d.State == DialState.Calling);
            return new BeaconLook(watch, watch is not null ? new List<Stranger>() : dials
                .Where(d => d.State is DialState.Stranger or DialState.Calling)
                .Select(d => new Stranger(d.Endpoint, d.Behaviour, d.IsSilent))
                .ToList());
        }
        finally
        {
            dials.ForEach(d => d.Dispose());
        }
    }

    // Linux forgets a call that reaches a listener while that is being shut down: without an answer it looks connected for a
    // second. A second call is refused, or reaches whoever listens now.
    private static void CallAgain(List<BeaconDial> dials, byte[] hello)
    {
        for (int i = 0; i < dials.Count; i++)
        {
            if (dials[i].IsUnanswered && TryDial(dials[i].Endpoint, hello) is { } second)
            {
                dials[i].Dispose();
                dials[i] = second;
            }
        }
    }

    // Without a connection for want of open files, who waits looks for itself, as it does where nobody answers.
    private static BeaconDial? TryDial(IPEndPoint endpoint, byte[] hello)
    {
        try
        {
            return new BeaconDial(endpoint, hello);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
