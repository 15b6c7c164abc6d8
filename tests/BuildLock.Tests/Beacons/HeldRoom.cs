using System;
using BuildLock.Beacons;
using BuildLock.Keys;

namespace BuildLock.Tests.Beacons;

/// <summary>The room of a hold, as an engine would make it.</summary>
internal static class HeldRoom
{
    public static LockSite NewSite() => new(LockId.Create("key", string.Empty, string.Empty, Guid.NewGuid().ToString()), "test", lockDirectory: null);

    public static BeaconRoom Of(string holder)
    {
        var room = new BeaconRoom();
        room.Begin(NewSite(), () => holder);
        return room;
    }

    public static void End(BeaconRoom room, PreviousOutcome outcome)
    {
        room.TellEnd(outcome);
        room.Close();
    }
}
