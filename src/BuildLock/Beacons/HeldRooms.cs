using System.Collections.Generic;
using BuildLock.Keys;

namespace BuildLock.Beacons;

/// <summary>The rooms of the locks that this process holds.</summary>
internal static class HeldRooms
{
    private static readonly Dictionary<LockSite, BeaconRoom> Rooms = new(); // also the gate

    public static void Add(LockSite site, BeaconRoom room)
    {
        lock (Rooms)
        {
            Rooms[site] = room;
        }
    }

    public static void Remove(LockSite site, BeaconRoom room)
    {
        lock (Rooms)
        {
            if (Rooms.TryGetValue(site, out BeaconRoom? held) && held == room)
            {
                Rooms.Remove(site);
            }
        }
    }

    public static BeaconRoom? Find(LockSite site)
    {
        lock (Rooms)
        {
            return Rooms.TryGetValue(site, out BeaconRoom? room) ? room : null;
        }
    }
}
