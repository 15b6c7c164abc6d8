using System;
using System.Collections.Generic;
using System.Net.Sockets;
using BuildLock.Identity;

namespace BuildLock.Beacons;

/// <summary>A waiter as the one before it in the queue knows it.</summary>
internal sealed class BeaconWaiter
{
    private const int LongestText = 1024;

    public BeaconWaiter(Socket socket, TimeSpan since, string who)
    {
        Socket = socket;
        Since = since;
        Who = who.Length <= LongestText ? who : string.Empty;
        IReadOnlyDictionary<string, string>? fields = HolderText.ReadFields(Who);
        Address = fields is null ? string.Empty : HolderText.Get(fields, HolderText.Beacon);
        CanBeSentOn = Address.Length > 0 && HolderText.Get(fields!, HolderText.HasQueued).Length == 0;
    }

    public Socket Socket { get; }

    /// <summary>When it began to wait, by the clock of this process.</summary>
    public TimeSpan Since { get; }

    /// <summary>What it says of itself; empty when it says too much.</summary>
    public string Who { get; }

    /// <summary>Where those who follow it find it; empty when nobody may.</summary>
    public string Address { get; }

    /// <summary>Whether it may be sent on to the end of the queue: a newcomer that can be followed itself.</summary>
    public bool CanBeSentOn { get; }
}
