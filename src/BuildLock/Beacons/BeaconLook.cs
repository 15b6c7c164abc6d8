using System.Collections.Generic;

namespace BuildLock.Beacons;

/// <summary>What a look at taken endpoints found: the holder, or strangers, or (neither) somebody who has let go since.</summary>
internal readonly struct BeaconLook
{
    public BeaconLook(BeaconWatch? watch, IReadOnlyList<Stranger> strangers)
    {
        Watch = watch;
        Strangers = strangers;
    }

    /// <summary>Whether whoever it was has let go since.</summary>
    public bool HasMoved => Watch is null && Strangers.Count == 0;

    /// <summary>A connection to the holder; the caller disposes it.</summary>
    public BeaconWatch? Watch { get; }

    /// <summary>Endpoints where something else listens.</summary>
    public IReadOnlyList<Stranger> Strangers { get; }
}
