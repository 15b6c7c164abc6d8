using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using BuildLock.Identity;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Tries to get two of three ports.</summary>
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
    private static readonly TimeSpan StrangerPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(500);

    private readonly LockRequest _request;
    private readonly IPEndPoint[] _endpoints;
    private readonly PortState[] _states = new PortState[PortEndpoints.Count];
    private TimeSpan? _asked; // when the ports were asked last
    private LockAttempt _seen = LockAttempt.Busy(holder: null);
    private TimeSpan? _strangersSince;

    public PortQuorumContender(LockRequest request)
        : this(request, PortEndpoints.For(request.Id), LockQueue.TryJoin(QueueAddresses.Of(request)))
    {
    }

    private PortQuorumContender(LockRequest request, IPEndPoint[] endpoints, LockQueue? queue)
    {
        _request = request;
        _endpoints = endpoints;
        Queue = queue;
    }

    public LockQueue? Queue { get; }

    // The kernel takes neither a port nor the gate from a process that lives.
    public bool CanEndBehindTheGate => false;

    /// <summary>One that takes any three free ports, and so shuts nobody out: for a rehearsal.</summary>
    public static PortQuorumContender OfNothing(LockRequest request)
        => new(request, PortEndpoints.For(request.Id).Select(_ => new IPEndPoint(IPAddress.Loopback, port: 0)).ToArray(), queue: null);

    public LockAttempt Try(bool isLast)
    {
        NetworkNamespaces.ReportOnce(_request); // before anything is held: an observer may throw

        // Ends: each turn means that somebody had the lock and let go before it was looked at, and after a few that is contention.
        for (int turn = 0; turn < 8; turn++)
        {
            if (TakeQuorum() is { } quorum)
            {
                return LockAttempt.Held(PortQuorumHold.Take(_request, quorum, Queue?.Turn));
            }

            if (!isLast && _asked is { } asked && MonotonicClock.Now - asked < AskEvery)
            {
                return _seen;
            }

            if (!AskPorts(isLast))
            {
                return _seen;
            }
        }

        return LockAttempt.Busy(holder: null);
    }

    public LockAttempt Look()
    {
        LockHolder? holder = Queue?.Holder(_request.Id.ToString())?.Holder;
        if (holder is not null)
        {
            NetworkNamespaces.RefuseToShare(_request, holder);
        }
        else if (Queue is null || Queue.HasPassed)
        {
            return _seen; // it was an attempt that found somebody in the way
        }
        else
        {
            // The one before the gate waits for a holder that has written no record here.
            _ = AskPorts(isLast: false);
            holder = _seen.Holder;
        }

        return LockAttempt.Busy(holder, _seen.Silent ?? (holder is null && Queue is { HasPassed: false } queue ? queue.DescribeGateOwner : null));
    }

    // Takes the ports for a moment, as any attempt that fails does.
    public bool Probe()
    {
        if (TakeQuorum() is not { } quorum)
        {
            return false;
        }

        Array.ForEach(quorum, port => port.Close());
        return true;
    }

    public void Dispose() => Queue?.Dispose();

    private ListeningPort[]? TakeQuorum()
    {
        var taken = new List<ListeningPort>(PortEndpoints.Quorum);
        int failed = 0;
        try
        {
            for (int i = 0; i < PortEndpoints.Count; i++)
            {
                _states[i] = PortState.Untried;
            }

            for (int i = 0; i < PortEndpoints.Count && failed <= PortEndpoints.Count - PortEndpoints.Quorum; i++)
            {
                if (ListeningPort.TryListen(_endpoints[i], out _states[i]) is not { } port)
                {
                    failed++;
                    continue;
                }

                taken.Add(port);
                if (taken.Count == PortEndpoints.Quorum)
                {
                    return taken.ToArray();
                }
            }
        }
        catch (SocketException e)
        {
            taken.ForEach(port => port.Close());
            throw new LockEngineException(
                DiagnosticCodes.EngineUnavailable,
                $"Engine 'port-quorum' cannot listen on the loopback ports {Names(_endpoints)}: {e.Message} ({e.SocketErrorCode}).",
                e.SocketErrorCode == SocketError.TooManyOpenSockets ? "Raise the limit of open files." : "See that the loopback interface is up, or use Engine 'lockdir'.",
                _request.Key,
                _request.Engine.Name,
                e);
        }

        taken.ForEach(port => port.Close());
        return null;
    }

    // Who sits on the ports that could not be had? True when somebody has let go since.
    private bool AskPorts(bool isLast)
    {
        IPEndPoint[] suspects = _endpoints.Where((_, i) => _states[i] is PortState.Taken or PortState.Untried).ToArray();
        IReadOnlyDictionary<IPEndPoint, (uint Owner, string Inode)> before = PortTable.SocketsAt(suspects);
        List<PortQuery> queries = PortQueries.Ask(suspects, _request.Id.ToBytes());
        _asked = MonotonicClock.Now;
        try
        {
            return Judge(queries, before, isLast);
        }
        finally
        {
            queries.ForEach(query => query.Dispose());
        }
    }

    private bool Judge(List<PortQuery> queries, IReadOnlyDictionary<IPEndPoint, (uint Owner, string Inode)> before, bool isLast)
    {
        if (queries.Find(IsOfThisLock) is { } answer)
        {
            LockHolder? holder = HolderText.ReadHolder(answer.Holder);
            if (holder is not null)
            {
                // The very socket that listened before the call listens after the answer. Otherwise whoever answered may have let go,
                // and the port may be another user's by now, whose word it is not.
                bool isSame = PortTable.SocketsAt(new[] { answer.Endpoint }).TryGetValue(answer.Endpoint, out (uint Owner, string Inode) now)
                    && before.TryGetValue(answer.Endpoint, out (uint Owner, string Inode) then) && now == then;
                holder.ConfirmedOwner = isSame ? now.Owner : null;
            }

            _seen = LockAttempt.Busy(holder);
            _strangersSince = null;
            return false;
        }

        List<PortQuery> strangers = queries.FindAll(query => query.State != PortQueryState.Gone);
        int unusable = strangers.Count + _states.Count(state => state == PortState.Excluded);
        _seen = LockAttempt.Busy(holder: null);
        if (unusable <= PortEndpoints.Count - PortEndpoints.Quorum)
        {
            _strangersSince = null;
            return strangers.Count == 0;
        }

        // Two of three cannot be had here. A holder that is stopped says nothing; that it is one shows in the list of sockets, and
        // then it is contention, however long it lasts.
        if (strangers.Exists(query => query.State == PortQueryState.Calling && query.IsSilent) && PortTable.FindHolder(_endpoints) is { } held && !IsOfAnotherUser(held))
        {
            _seen = LockAttempt.Busy(holder: null, silent: () => PortOwner.Describe(held));
            _strangersSince = null;
            return false;
        }

        _strangersSince ??= MonotonicClock.Now;
        return isLast || MonotonicClock.Now - _strangersSince.Value >= StrangerPatience ? throw Unusable(strangers) : false;
    }

    // Another lock's holder on one of this one's endpoints, which can only be where all share one address, is a stranger here.
    private bool IsOfThisLock(PortQuery query)
        => query.State == PortQueryState.Holder && HolderText.Get(query.Holder!, "lock") is var id && (id.Length == 0 || id == _request.Id.ToString())
            && !IsOfAnotherUser(query.Endpoint);

    // Locks of user scope have holders of one user. Whoever else listens there is in the way, and never a holder.
    private bool IsOfAnotherUser(IPEndPoint endpoint)
        => _request.Scope == LockScope.User && PortTable.OwnerOf(endpoint) is { } owner && owner != Posix.EffectiveUser();

    private LockEngineException Unusable(List<PortQuery> strangers)
    {
        string[] reasons = _endpoints.Where((_, i) => _states[i] == PortState.Excluded).Select(endpoint => $"{endpoint} is excluded by the operating system")
            .Concat(strangers.Select(query => $"{query.Endpoint} is used by {PortOwner.Describe(query.Endpoint)}, which {query.Behaviour}"))
            .ToArray();
        return new LockEngineException(
            DiagnosticCodes.PortsUnusable,
            $"Lock '{_request.Key}' cannot be had with engine 'port-quorum' on this machine, since it takes two of the key's three ports: {string.Join("; ", reasons)}.",
            "End that program, choose another Key or Namespace, or use Engine 'lockdir'.",
            _request.Key,
            _request.Engine.Name);
    }

    private static string Names(IEnumerable<IPEndPoint> endpoints) => string.Join(", ", endpoints);
}
