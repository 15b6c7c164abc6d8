using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using BuildLock.Beacons;
using BuildLock.Engines.Inspection;
using BuildLock.Identity;
using BuildLock.Keys;

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
        return Ask(Listeners().Where(own.Contains).ToList(), request.Id.ToBytes()).FirstOrDefault(sight => sight.LockId == request.Id.ToString() || sight.State == SightState.Mute)
            ?? new LockSight(_name, string.Join(", ", own.AsEnumerable()), SightState.Free, fields: null);
    }

    public IReadOnlyList<LockSight> FindAll(IReadOnlyList<string> roots) => Ask(Listeners(), BeaconProtocol.Anybody);

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
        silent = AskAll(silent, id, BeaconCensus.Patience, sights, explained);

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
            List<BeaconVisit> visits = Begin(left, id);
            var told = new HashSet<BeaconVisit>();
            BeaconCensus.Run(visits, patience, visit => explained.Contains(visit.Endpoint), Learn);
            Learn();
            silent.AddRange(visits.Where(visit => !visit.HasEnded && !explained.Contains(visit.Endpoint)).Select(visit => visit.Endpoint));
            visits.ForEach(visit => visit.Dispose());

            void Learn()
            {
                foreach (BeaconVisit visit in visits.Where(visit => visit.Holder is not null && told.Add(visit)))
                {
                    sights.Add(See(visit, explained));
                }
            }
        }

        return silent.Where(endpoint => !explained.Contains(endpoint)).ToList();
    }

    // Makes progress in each call: at least one visit, or the exception that says why there can be none.
    private static List<BeaconVisit> Begin(Queue<IPEndPoint> left, byte[] id)
    {
        var visits = new List<BeaconVisit>();
        try
        {
            while (left.Count > 0 && visits.Count < AtOnce)
            {
                visits.Add(new BeaconVisit(left.Peek(), id));
                left.Dequeue();
            }
        }
        catch (SocketException) when (visits.Count > 0)
        {
            // No more open files: the rest comes after these.
        }

        return visits;
    }

    private LockSight See(BeaconVisit visit, HashSet<IPEndPoint> explained)
    {
        string place = visit.Endpoint.ToString();
        explained.Add(visit.Endpoint);
        if (LockId.TryParse(HolderText.Get(visit.Holder!, "lock"), out LockId id))
        {
            IPEndPoint[] endpoints = PortEndpoints.For(id);
            explained.UnionWith(endpoints);
            place = string.Join(", ", endpoints.AsEnumerable());
        }

        var sight = new LockSight(_name, place, SightState.Held, visit.Holder);
        WaiterCensus.Tell(sight, visit);
        return sight;
    }
}
