using System;
using System.Text;

namespace BuildLock.Beacons;

/// <summary>
/// What holder and waiter say to each other over a loopback connection. Version 1; a peer of another version is answered
/// all the same, since the first frame of every version is the holder.
/// </summary>
/// <remarks>
/// <code>
/// holder: "BUILDLOCK/1\n"                                             12 bytes, so that a stranger is told apart
/// waiter: id[16] waited-milliseconds[8] length[2] text[length]        which lock, how long already, who
/// holder: 'H' length[2] text                                          who holds, and it is the one who says it; or
///         'P' length[2] text                                          the same, said by one who waits itself; or
///         'U' 0[2]                                                    no such lock is held here
/// holder: 'N' length[2] text                                          queue there instead; then it closes
/// holder: 'Q' 2[2] place[2]                                           place in the queue, from 1; any number of times
/// holder: 'R' 3[2] outcome[1] turn[2]                                 released; turn 0 goes first; then it closes
/// </code>
/// Each waiter is followed by the next one, and says to it what the holder would: <c>P</c> and <c>Q</c> whenever it has heard
/// something new, <c>H</c> when it has got the lock. The text of its hello has a field <c>beacon</c> with the address where it is
/// found, unless nobody may follow it, and a field <c>queued</c> when it is to be let in and not sent on.
/// A waiter's text says who it is. One with a field <c>look</c> is no waiter's: it is answered with the holder and a frame
/// 'W' length[2] text[length] for each waiter, first one first, and the connection is closed. For such a look an id of
/// zeros means whatever lock is held at that endpoint.
/// Numbers are big-endian. An end of the connection after 'H' without 'R' means that the holder's process ended. Frames
/// of unknown type are passed over.
/// </remarks>
internal static class BeaconProtocol
{
    public const byte HolderFrame = (byte)'H';
    public const byte UnknownFrame = (byte)'U';
    public const byte PredecessorFrame = (byte)'P';
    public const byte FollowFrame = (byte)'N';
    public const byte PlaceFrame = (byte)'Q';
    public const byte WaiterFrame = (byte)'W';
    public const byte ReleasedFrame = (byte)'R';

    public const int HeaderLength = 3;
    public const int IdLength = 16;
    public const int HelloFixedLength = IdLength + 8 + 2;
    public const int MaxText = 8192;

    public static readonly byte[] Magic = Encoding.ASCII.GetBytes("BUILDLOCK/1\n");

    /// <summary>The part of the magic that every version shares.</summary>
    public static readonly int FamilyLength = "BUILDLOCK/".Length;

    /// <summary>The id of who looks at an endpoint without knowing which lock it is.</summary>
    public static readonly byte[] Anybody = new byte[IdLength];

    /// <summary>The text of who looks and does not wait.</summary>
    public const string LookText = "look: 1\nend\n";

    public static byte[] Hello(byte[] id, TimeSpan waited, string text)
    {
        byte[] encoded = EncodeText(text);
        var hello = new byte[HelloFixedLength + encoded.Length];
        id.CopyTo(hello, 0);
        WriteNumber(hello, IdLength, 8, (long)waited.TotalMilliseconds);
        WriteNumber(hello, IdLength + 8, 2, encoded.Length);
        encoded.CopyTo(hello, HelloFixedLength);
        return hello;
    }

    public static byte[] Text(byte type, string text) => Frame(type, EncodeText(text));

    public static byte[] Place(int place)
    {
        var payload = new byte[2];
        WriteNumber(payload, 0, 2, Math.Min(place, ushort.MaxValue));
        return Frame(PlaceFrame, payload);
    }

    public static byte[] Released(PreviousOutcome outcome, int turn)
    {
        var payload = new byte[3];
        payload[0] = (byte)outcome;
        WriteNumber(payload, 1, 2, Math.Min(turn, ushort.MaxValue));
        return Frame(ReleasedFrame, payload);
    }

    public static long ReadNumber(byte[] bytes, int offset, int length)
    {
        long value = 0;
        for (int i = 0; i < length; i++)
        {
            value = (value << 8) | bytes[offset + i];
        }

        return value;
    }

    private static byte[] Frame(byte type, byte[] payload)
    {
        var frame = new byte[HeaderLength + payload.Length];
        frame[0] = type;
        WriteNumber(frame, 1, 2, payload.Length);
        payload.CopyTo(frame, HeaderLength);
        return frame;
    }

    // Holder texts are a few hundred bytes; the longest key and description together stay below the limit. A text that
    // does not would be cut, which its reader takes for an unknown holder.
    private static byte[] EncodeText(string text)
    {
        byte[] encoded = Encoding.UTF8.GetBytes(text);
        if (encoded.Length > MaxText)
        {
            Array.Resize(ref encoded, MaxText);
        }

        return encoded;
    }

    private static void WriteNumber(byte[] bytes, int offset, int length, long value)
    {
        for (int i = length - 1; i >= 0; i--)
        {
            bytes[offset + i] = (byte)value;
            value >>= 8;
        }
    }
}
