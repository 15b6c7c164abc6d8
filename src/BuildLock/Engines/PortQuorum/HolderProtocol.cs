using System;
using System.Text;

namespace BuildLock.Engines.PortQuorum;

/// <summary>What a holder says to whoever connects to its port: who it is. Version 1.</summary>
/// <remarks>
/// <code>
/// holder: "BUILDLOCK/1\n"           12 bytes, so that another program is told apart
/// holder: 'H' length[2] text        who holds
/// holder: 'R' 3[2] outcome[1] turn[2]
/// </code>
/// Numbers are big-endian; frames of unknown type are passed over. The holder reads nothing and closes. Release 0.1.0 kept a queue
/// on this connection: its holders send their first frame once they have heard a hello (lock, time waited, text), which
/// is why one is sent; its waiters take the last frame for a release and look again after the longest pause they know.
/// The turn 65535, which stands for no place in any queue, tells this version that the holder still holds.
/// </remarks>
internal static class HolderProtocol
{
    public const byte HolderFrame = (byte)'H';
    public const byte ReleasedFrame = (byte)'R';
    public const int HeaderLength = 3;
    public const int NoTurn = 0xFFFF;
    public const int IdLength = 16;

    private const int MaxText = 8192;
    private const string LookText = "look: 1\nend\n";

    public static readonly byte[] Magic = Encoding.ASCII.GetBytes("BUILDLOCK/1\n");

    /// <summary>The part of the magic that every version shares.</summary>
    public static readonly int FamilyLength = "BUILDLOCK/".Length;

    /// <summary>The id of who looks at an endpoint without knowing which lock it is.</summary>
    public static readonly byte[] Anybody = new byte[IdLength];

    public static byte[] Answer(string text)
    {
        byte[] encoded = Encode(text);
        byte[] answer = new byte[Magic.Length + HeaderLength + encoded.Length + HeaderLength + 3];
        Magic.CopyTo(answer, 0);
        int at = Magic.Length;
        answer[at] = HolderFrame;
        WriteNumber(answer, at + 1, encoded.Length);
        encoded.CopyTo(answer, at + HeaderLength);
        at += HeaderLength + encoded.Length;
        answer[at] = ReleasedFrame;
        WriteNumber(answer, at + 1, 3);
        answer[at + HeaderLength] = (byte)PreviousOutcome.Released;
        WriteNumber(answer, at + HeaderLength + 1, NoTurn);
        return answer;
    }

    /// <summary>What release 0.1.0 has to hear before it says who holds: somebody who looks and does not wait.</summary>
    public static byte[] Hello(byte[] id)
    {
        byte[] encoded = Encode(LookText);
        byte[] hello = new byte[IdLength + 8 + 2 + encoded.Length];
        id.CopyTo(hello, 0);
        WriteNumber(hello, IdLength + 8, encoded.Length);
        encoded.CopyTo(hello, IdLength + 8 + 2);
        return hello;
    }

    public static int ReadNumber(byte[] bytes, int offset) => (bytes[offset] << 8) | bytes[offset + 1];

    // Holder texts are a few hundred bytes; the longest key and description together stay below the limit. A text that
    // does not would be cut, which its reader takes for an unknown holder.
    private static byte[] Encode(string text)
    {
        byte[] encoded = Encoding.UTF8.GetBytes(text);
        if (encoded.Length > MaxText)
        {
            Array.Resize(ref encoded, MaxText);
        }

        return encoded;
    }

    private static void WriteNumber(byte[] bytes, int offset, int value)
    {
        bytes[offset] = (byte)(value >> 8);
        bytes[offset + 1] = (byte)value;
    }
}
