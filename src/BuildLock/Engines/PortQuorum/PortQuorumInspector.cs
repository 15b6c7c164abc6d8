using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using BuildLock.Engines.Inspection;
using BuildLock.Identity;
using BuildLock.Keys;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Finds holders by their listening ports, and asks them. Nothing else is left to find them by.</summary>
/// <remarks>Of the two ports of a hold one answers; it names the lock, the lock's id gives the three endpoints, and so the
/// silent one is explained. What stays silent and unexplained is a holder that is stopped, or another program.</remarks>
internal sealed class PortQuorumInspector : ILockInspector
{
    // Connections; where the process may not open so many files, what it may. The more at once, the fewer times a silent port
    // is waited for whose lock answers among the next ones.
    private const int AtOnce = 2000;

    // After this long without a word the next calls are made; who was silent is asked again, patiently, at the end.
    private static readonly TimeSpan FirstPatience = TimeSpan.FromMilliseconds(40);

    private readonly string _name;

    public PortQuorumInspector(string name) => _name = name;

    public bool CanBreak => false;

    public LockSight Find(LockRequest request)
    {
        IPEndPoint[] own = PortEndpoints.For(request.Id);
        LockSight? found = Ask(Listeners().Where(own.Contains).ToList(), request.Id.ToBytes()).FirstOrDefault(sight => sight.LockId == request.Id.ToString() || sight.State == SightState.Mute);
        if (found is { State: SightState.Held })
        {
            WaitersOf.Tell(found, QueueAddresses.Of(request));
        }

        return found is { State: SightState.Mute } ? WithRecord(found, request)
            : found ?? new LockSight(_name, string.Join(", ", own.AsEnumerable()), SightState.Free, fields: null);
    }

    // One that is stopped cannot answer, and has written before who it is.
    private static LockSight WithRecord(LockSight mute, LockRequest request)
    {
        using QueueFolder? queue = QueueFolder.TryFind(QueueAddresses.Of(request));
        using FileHandle? gate = queue?.TryReadGate();
        var sight = new LockSight(mute.Engine, mute.Place, mute.State, gate is null ? null : HoldRecord.FindLive(queue, gate)?.Fields);
        WaitersOf.Tell(sight, QueueAddresses.Of(request));
        return sight;
    }

    public IReadOnlyList<LockSight> FindAll(IReadOnlyList<string> roots)
    {
        List<LockSight> sights = Ask(Listeners(), HolderProtocol.Anybody);
        foreach (LockSight sight in sights.Where(sight => sight.State == SightState.Held))
        {
            WaitersOf.Tell(sight, QueueAddresses.Of(_name, sight.LockId, place: null, isOfUser: false), gate: null, isOneOfMany: true);
        }

        return sights;
    }

    public string? Break(LockRequest request, LockSight sight) => null; // the kernel takes a listening socket from nobody who lives

    public void Forget(LockRequest request)
    {
    }

    public IReadOnlyList<LockSight> Clean(IReadOnlyList<string> roots, TimeSpan untouched) => Array.Empty<LockSight>();

    private static List<IPEndPoint> Listeners()
        => PortTable.Listening().Where(PortEndpoints.MayBe).Distinct().ToList();

    private List<LockSight> Ask(List<IPEndPoint> listeners, byte[] id)
    {
        var sights = new List<LockSight>();
        var explained = new HashSet<IPEndPoint>();
        List<IPEndPoint> silent = AskAll(listeners, id, FirstPatience, sights, explained);
        silent = AskAll(silent, id, PortQueries.Patience, sights, explained);

        // One stopped holder has two ports. Other programs have no business on these addresses, but on macOS they do.
        foreach (IGrouping<string, IPEndPoint> mute in silent.GroupBy(PortOwner.Describe))
        {
            IEnumerable<string> ports = mute.Select(endpoint => endpoint.ToString());
            sights.Add(new LockSight(_name, $"{string.Join(", ", ports)} ({mute.Key})", SightState.Mute, fields: null));
        }

        return sights;
    }

    // Returns those who have not said all and are not explained by what others said.
    private List<IPEndPoint> AskAll(List<IPEndPoint> endpoints, byte[] id, TimeSpan patience, List<LockSight> sights, HashSet<IPEndPoint> explained)
    {
        var silent = new List<IPEndPoint>();
        var left = new Queue<IPEndPoint>(endpoints.Where(endpoint => !explained.Contains(endpoint)));
        while (left.Count > 0)
        {
            List<PortQuery> queries = Begin(left, id);
            var told = new HashSet<PortQuery>();
            PortQueries.Run(queries, patience, query => explained.Contains(query.Endpoint), Learn);
            Learn();
            silent.AddRange(queries.Where(query => query.State == PortQueryState.Calling && !explained.Contains(query.Endpoint)).Select(query => query.Endpoint));
            queries.ForEach(query => query.Dispose());

            void Learn()
            {
                foreach (PortQuery query in queries.Where(query => query.Holder is not null && told.Add(query)))
                {
                    sights.Add(See(query, explained));
                }
            }
        }

        return silent.Where(endpoint => !explained.Contains(endpoint)).ToList();
    }

    // Makes progress in each call: at least one query, or the exception that says why there can be none.
    private static List<PortQuery> Begin(Queue<IPEndPoint> left, byte[] id)
    {
        var queries = new List<PortQuery>();
        try
        {
            while (left.Count > 0 && queries.Count < AtOnce)
            {
                queries.Add(new PortQuery(left.Peek(), id));
                left.Dequeue();
            }
        }
        catch (SocketException) when (queries.Count > 0)
        {
            // No more open files: the rest comes after these.
        }

        return queries;
    }

    private LockSight See(PortQuery query, HashSet<IPEndPoint> explained)
    {
        string place = query.Endpoint.ToString();
        explained.Add(query.Endpoint);
        if (LockId.TryParse(HolderText.Get(query.Holder!, "lock"), out LockId id))
        {
            IPEndPoint[] endpoints = PortEndpoints.For(id);
            explained.UnionWith(endpoints);
            place = string.Join(", ", endpoints.AsEnumerable());
        }

        return new LockSight(_name, place, SightState.Held, query.Holder);
    }
}
