using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using BuildLock.Beacons;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Tries to get two of three ports, and watches the holder's beacon when it cannot.</summary>
/// <remarks>
/// <para>Why at most one holds: two of three for each of two holders would need four ports.</para>
/// <para>Why somebody always gets on, with all three ports sound: everybody takes them in the order 1, 2, 3 and stops at
/// two. Let A have 1. If A gets 2, A holds. Otherwise some B has 2 without 1, and nobody else can have 3 without having
/// 1 or 2 as well; so whichever of A and B reaches 3 first holds. A contender that failed on two gives up at once and
/// keeps none. With one port lost to a stranger two contenders can each end up with one; both give up and try again
/// after pauses of random length, which part them.</para>
/// </remarks>
internal sealed class PortQuorumContender : ILockContender
{
    private static readonly TimeSpan WordPatience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StrangerPatience = TimeSpan.FromSeconds(1);

    private readonly LockRequest _request;
    private readonly IPEndPoint[] _endpoints;
    private readonly QueuePlace _place;
    private BeaconWatch? _watch;
    private bool _isContended; // somebody was in the way
    private PreviousHold _previous;
    private TimeSpan? _strangersSince;
    private Func<string?>? _silent;

    public PortQuorumContender(LockRequest request)
        : this(request, PortEndpoints.For(request.Id))
    {
    }

    private PortQuorumContender(LockRequest request, IPEndPoint[] endpoints)
    {
        _request = request;
        _endpoints = endpoints;
        _place = new QueuePlace(canBeFollowed: request.WaitHost is null);
    }

    /// <summary>One that takes any three free ports, and so shuts nobody out: for a rehearsal.</summary>
    public static PortQuorumContender OfNothing(LockRequest request)
        => new(request, PortEndpoints.For(request.Id).Select(_ => new IPEndPoint(IPAddress.Loopback, port: 0)).ToArray());

    public LockAttempt Try(bool isLast)
    {
        if (_place.StepsBack(_request.Site, isLast, ref _watch))
        {
            _isContended = true;
            return LockAttempt.Busy(holder: null, _watch, _watch?.Position); // who holds was not asked
        }

        // Ends: each turn means that somebody had the lock and let go before it was looked at, and after a few that is contention.
        for (int turn = 0; turn < 8; turn++)
        {
            if (TryOnce(isLast) is { } attempt)
            {
                return attempt;
            }
        }

        return LockAttempt.Busy(holder: null);
    }

    // Takes the ports for a moment, as any attempt that fails does.
    public bool Probe()
    {
        if (TakeQuorum(new PortState[PortEndpoints.Count]) is not { } quorum)
        {
            return false;
        }

        Array.ForEach(quorum, ExclusiveListener.Close);
        return true;
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _place.Dispose();
    }

    private LockAttempt? TryOnce(bool isLast)
    {
        var states = new PortState[PortEndpoints.Count];
        Socket[]? quorum = TakeQuorum(states);
        if (quorum is not null && _watch is { IsOfHolder: true })
        {
            // The ports are free an instant before the word of it arrives.
            _watch.WaitForEnd(WordPatience);
        }

        if (_watch is { HasEnded: true } ended)
        {
            _previous = ended.End;
        }

        if (quorum is not null)
        {
            // With the word of its release, the holder before has got the address of this room, and will queue here.
            bool isQueueless = _isContended && _watch is null;
            BeaconRoom room = _place.PassOn(_watch);
            _watch = null;
            return LockAttempt.Held(new PortQuorumHold(_request, quorum, _previous, room, isQueueless));
        }

        if (_watch is { HasEnded: true })
        {
            _watch.Dispose();
            _watch = null;
        }

        _isContended = true;
        if ((_watch is null && Look(states, isLast)) || _watch is { HasEnded: true })
        {
            return null;
        }

        return _watch is null
            ? LockAttempt.Busy(holder: null, silent: _silent)
            : LockAttempt.Busy(_watch.IsHearsay ? AskHolder() : _watch.Holder, _watch, _watch.Position);
    }

    // What other waiters say of the holder may be out of date. Whoever is refused on account of it, or let in, has to have it
    // from the holder.
    private LockHolder? AskHolder()
    {
        List<BeaconVisit> visits = _endpoints.Select(endpoint => BeaconClient.TryVisit(endpoint, _request.Id.ToBytes())).OfType<BeaconVisit>().ToList();
        try
        {
            BeaconCensus.Run(visits, WordPatience, _ => visits.Exists(visit => visit.Holder is not null));
            return visits.Select(visit => HolderText.ReadHolder(visit.Holder)).FirstOrDefault(holder => holder is not null);
        }
        finally
        {
            visits.ForEach(visit => visit.Dispose());
        }
    }

    private Socket[]? TakeQuorum(PortState[] states)
    {
        var taken = new List<Socket>(PortEndpoints.Quorum);
        int failed = 0;
        try
        {
            for (int i = 0; i < PortEndpoints.Count && failed <= PortEndpoints.Count - PortEndpoints.Quorum; i++)
            {
                if (ExclusiveListener.TryListen(_endpoints[i], out states[i]) is not { } socket)
                {
                    failed++;
                    continue;
                }

                taken.Add(socket);
                if (taken.Count == PortEndpoints.Quorum)
                {
                    return taken.ToArray();
                }
            }
        }
        catch (SocketException e)
        {
            taken.ForEach(ExclusiveListener.Close);
            throw new LockEngineException(
                DiagnosticCodes.EngineUnavailable,
                $"Engine 'port-quorum' cannot listen on the loopback ports {Names(_endpoints)}: {e.Message} ({e.SocketErrorCode}).",
                e.SocketErrorCode == SocketError.TooManyOpenSockets ? "Raise the limit of open files." : "See that the loopback interface is up, or use Engine 'lockdir'.",
                _request.Key,
                _request.Engine.Name,
                e);
        }

        taken.ForEach(ExclusiveListener.Close);
        return null;
    }

    // Who sits on the ports that could not be had? True when nobody does any more.
    private bool Look(PortState[] states, bool isLast)
    {
        IPEndPoint[] suspects = _endpoints.Where((_, i) => states[i] == PortState.Taken).ToArray();
        BeaconLook look = BeaconClient.Look(suspects, _request.Id.ToBytes(), _place);
        _watch = look.Watch;
        _silent = null;

        int unusable = look.Strangers.Count + states.Count(s => s == PortState.Excluded);
        if (_watch is not null || unusable <= PortEndpoints.Count - PortEndpoints.Quorum)
        {
            _strangersSince = null;
            return look.HasMoved;
        }

        // Two of three cannot be had here. A holder that is stopped, or whose thread pool is blocked, says nothing; that it is
        // one shows in the list of sockets, and then it is contention, however long it lasts.
        if (look.Strangers.Any(s => s.IsSilent) && PortTable.FindHolder(_endpoints) is { } held)
        {
            _silent = () => PortOwner.Describe(held);
            _strangersSince = null;
            return false;
        }

        _strangersSince ??= MonotonicClock.Now;
        if (isLast || MonotonicClock.Now - _strangersSince.Value >= StrangerPatience)
        {
            string[] reasons = _endpoints.Where((e, i) => states[i] == PortState.Excluded).Select(e => $"{e} is excluded by the operating system")
                .Concat(look.Strangers.Select(s => $"{s.Endpoint} is used by {PortOwner.Describe(s.Endpoint)}, which {s.Behaviour}"))
                .ToArray();
            throw new LockEngineException(
                DiagnosticCodes.PortsUnusable,
                $"Lock '{_request.Key}' cannot be had with engine 'port-quorum' on this machine, since it takes two of the key's three ports: {string.Join("; ", reasons)}.",
                "End that program, choose another Key or Namespace, or use Engine 'lockdir'.",
                _request.Key,
                _request.Engine.Name);
        }

        return false;
    }

    private static string Names(IEnumerable<IPEndPoint> endpoints) => string.Join(", ", endpoints);
}
