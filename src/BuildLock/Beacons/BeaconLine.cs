using System;
using System.Collections.Generic;
using BuildLock.Platform;

namespace BuildLock.Beacons;

/// <summary>The waiters of one room in their order, told of their places. Not safe for several threads.</summary>
internal sealed class BeaconLine
{
    // Enough for people to read, and few enough for the connection to take at once.
    private const int MostShown = 50;

    private readonly List<BeaconWaiter> _waiters = new();
    private string _last = string.Empty; // where the end of the queue is found; empty when nobody can follow it

    public int Count => _waiters.Count;

    /// <summary>The place of whose room it is; 0 for the holder.</summary>
    public int OwnPlace { get; set; }

    /// <summary>Where the end of the queue is found, or an empty text when nobody waits or can be followed.</summary>
    public string Last => _waiters.Count > 0 ? _last : string.Empty;

    /// <summary>Where a newcomer finds the end of the queue, which is the newcomer from then on; <see langword="null"/> when it has
    /// to stay here.</summary>
    public string? SendOn(BeaconWaiter newcomer)
    {
        // Who comes a second time, since it gave up on the first answer, must not be sent to itself.
        if (Last.Length == 0 || !newcomer.CanBeSentOn || Last == newcomer.Address)
        {
            return null;
        }

        string last = _last;
        _last = newcomer.Address;
        return last;
    }

    public void Insert(BeaconWaiter waiter)
    {
        int place = _waiters.Count;
        while (place > 0 && _waiters[place - 1].Since > waiter.Since)
        {
            place--;
        }

        if (place == _waiters.Count)
        {
            _last = waiter.Address;
        }

        _waiters.Insert(place, waiter);
        TellPlaces(place);
    }

    public void Remove(BeaconWaiter waiter)
    {
        int place = _waiters.IndexOf(waiter);
        if (place >= 0)
        {
            _waiters.RemoveAt(place);
            TellPlaces(place);
        }
    }

    public BeaconWaiter[] RemoveAll()
    {
        BeaconWaiter[] all = _waiters.ToArray();
        _waiters.Clear();
        return all;
    }

    public void Tell(byte[] frame)
    {
        _waiters.ForEach(waiter => BeaconSocket.TrySend(waiter.Socket, frame));
        TellPlaces(0);
    }

    /// <summary>The frames about the waiters, for one who looks.</summary>
    public IEnumerable<byte> Show()
    {
        var frames = new List<byte>();
        for (int i = 0; i < _waiters.Count && i < MostShown; i++)
        {
            BeaconWaiter waiter = _waiters[i];
            long waited = (long)(MonotonicClock.Now - waiter.Since).TotalMilliseconds;
            string place = FormattableString.Invariant($"place: {OwnPlace + i + 1}\nof: {_waiters.Count}\nwaited: {waited}\n");
            frames.AddRange(BeaconProtocol.Text(BeaconProtocol.WaiterFrame, place + (waiter.Who.Length > 0 ? waiter.Who : "end\n")));
        }

        return frames;
    }

    private void TellPlaces(int from)
    {
        for (int i = from; i < _waiters.Count; i++)
        {
            BeaconSocket.TrySend(_waiters[i].Socket, BeaconProtocol.Place(OwnPlace + i + 1));
        }
    }
}
