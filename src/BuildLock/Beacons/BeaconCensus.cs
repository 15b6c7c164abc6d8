using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using BuildLock.Platform;

namespace BuildLock.Beacons;

/// <summary>Makes many visits at once.</summary>
internal static class BeaconCensus
{
    /// <summary>How long anybody is waited for who says nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Lets the visits go on until all have ended, or nobody has said a word for as long as patience lasts.</summary>
    /// <param name="needless">Whether a visit need not end: what it would tell is known from another.</param>
    /// <param name="learn">Called before each round, to take up what has been told so far.</param>
    public static void Run(IReadOnlyCollection<BeaconVisit> visits, TimeSpan patience, Func<BeaconVisit, bool> needless, Action? learn = null)
    {
        TimeSpan start = MonotonicClock.Now;
        TimeSpan heard = start;
        while (true)
        {
            learn?.Invoke();
            var open = visits.Where(visit => !visit.HasEnded && !needless(visit)).ToDictionary(visit => visit.Socket);
            TimeSpan now = MonotonicClock.Now;
            TimeSpan left = patience - (now - heard);
            if (open.Count == 0 || left <= TimeSpan.Zero || now - start > Longest)
            {
                return; // ends: also when somebody chatters for ever
            }

            List<Socket> readable = SocketWait.UntilReadable(open.Keys, left);
            readable.ForEach(socket => open[socket].Step());
            heard = readable.Count > 0 ? MonotonicClock.Now : heard;
        }
    }
}
