using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.Benchmarks.Locks;

namespace BuildLock.Benchmarks.Protocol;

/// <summary>
/// The process of a peer that is a .NET library. Lines in: <c>verb slot arguments</c>; lines out: <c>slot answer</c>. A slot
/// is a thread, so that one process can have many waiters, and so that a lock that belongs to a thread gets its own back.
/// </summary>
/// <remarks>
/// <para><c>take slot key</c>: waits for the lock; answers when it had it, and the process that has to die for a crash.</para>
/// <para><c>release slot</c>: answers the time just before the release.</para>
/// <para><c>pairs slot key warm-up-ms count</c>: takes and releases; answers how long each pair took.</para>
/// <para><c>loop slot key count held-µs outside-µs</c>: takes and releases; answers when it first asked, when it ended, its longest wait
/// but for the first, and when it had the lock each time. Below a millisecond, held and outside are work, not sleep.</para>
/// <para><c>keys slot prefix count</c>: takes many keys and keeps them a moment; answers held, busy, the time for all,
/// threads and descriptors more than before, and why it stopped early.</para>
/// <para>Times are nanoseconds of <see cref="MonotonicTime"/>. What fails is answered as <c>slot error message</c>.</para>
/// </remarks>
internal sealed class PeerHost
{
    private readonly ILibraryLock _peer;
    private readonly Dictionary<string, PeerSlot> _slots = [];

    public PeerHost(ILibraryLock peer) => _peer = peer;

    public void Run()
    {
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            if (!_slots.TryGetValue(words[1], out PeerSlot? slot))
            {
                _slots[words[1]] = slot = new PeerSlot(_peer);
            }

            slot.Do(() => Console.WriteLine($"{words[1]} {Answer(slot, words)}"));
        }

        Environment.Exit(0); // the driver is done or dead: whoever still waits here waits for nobody
    }

    private static string Answer(PeerSlot slot, string[] words)
    {
        try
        {
            long[] n = [.. words.Skip(3).Select(long.Parse)];
            return words[0] switch
            {
                "take" => slot.Take(words[2]),
                "release" => slot.Release(),
                "pairs" => slot.Pairs(words[2], n[0], (int)n[1]),
                "loop" => slot.Loop(words[2], (int)n[0], TimeSpan.FromMicroseconds(n[1]), TimeSpan.FromMicroseconds(n[2])),
                "keys" => slot.Keys(words[2], (int)n[0]),
                _ => "error no such verb",
            };
        }
        catch (Exception e)
        {
            return "error " + e.Message.ReplaceLineEndings(" ");
        }
    }
}
