using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Calls many endpoints at once.</summary>
internal static class PortQueries
{
    /// <summary>How long anybody is waited for who says nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    // Linux forgets a call that reaches a listener while that is being shut down: without an answer it looks connected for a
    // second. A second call is refused, or reaches whoever listens now.
    private static readonly TimeSpan FirstCall = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Calls these and waits for what they say. The caller disposes what it gets.</summary>
    /// <returns>One for each endpoint, but for those that could not be called for want of open files.</returns>
    public static List<PortQuery> Ask(IEnumerable<IPEndPoint> endpoints, byte[] id)
    {
        List<PortQuery> queries = endpoints.Select(endpoint => TryBegin(endpoint, id)).OfType<PortQuery>().ToList();
        Run(queries, FirstCall, query => false, longest: FirstCall);
        for (int i = 0; i < queries.Count; i++)
        {
            if (queries[i].State == PortQueryState.Calling && queries[i].IsSilent && TryBegin(queries[i].Endpoint, id) is { } second)
            {
                queries[i].Dispose();
                queries[i] = second;
            }
        }

        Run(queries, Patience - FirstCall, query => false, longest: Patience);
        return queries;
    }

    /// <summary>Lets the calls go on until all have ended, or nobody has said a word for as long as patience lasts.</summary>
    /// <param name="needless">Whether a call need not end: what it would tell is known from another.</param>
    /// <param name="longest">However much they talk: who waits for a lock has a deadline.</param>
    /// <param name="learn">Called before each round, to take up what has been told so far.</param>
    public static void Run(IReadOnlyCollection<PortQuery> queries, TimeSpan patience, Func<PortQuery, bool> needless, Action? learn = null, TimeSpan? longest = null)
    {
        TimeSpan start = MonotonicClock.Now;
        TimeSpan heard = start;
        while (true)
        {
            learn?.Invoke();
            var open = queries.Where(query => query.State == PortQueryState.Calling && !needless(query)).ToDictionary(query => query.Socket);
            TimeSpan now = MonotonicClock.Now;
            TimeSpan left = patience - (now - heard);
            if (open.Count == 0 || left <= TimeSpan.Zero || now - start > (longest ?? Longest))
            {
                return; // ends: also when somebody chatters for ever
            }

            List<Socket> readable = SocketWait.UntilReadable(open.Keys, left);
            readable.ForEach(socket => open[socket].Step());
            heard = readable.Count > 0 ? MonotonicClock.Now : heard;
        }
    }

    private static PortQuery? TryBegin(IPEndPoint endpoint, byte[] id)
    {
        try
        {
            return new PortQuery(endpoint, id);
        }
        catch (SocketException)
        {
            return null; // no open files: whoever is there is unknown then, and it is no error
        }
    }
}
