using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BuildLock.Tests.Beacons;

/// <summary>One end of a conversation, spoken byte by byte from the documented format and not with the product's code.
/// Each read waits, up to half a minute.</summary>
internal sealed class ProtocolPeer : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    public ProtocolPeer(TcpClient client)
    {
        _client = client;
        _client.NoDelay = true;
        _stream = client.GetStream();
        _stream.ReadTimeout = 30_000;
    }

    /// <summary>A waiter that has called and said hello.</summary>
    public static ProtocolPeer Call(IPEndPoint endpoint, byte[] id, int waitedMilliseconds, int textLength = 0, string text = "")
    {
        var client = new TcpClient();
        client.Connect(endpoint);
        var peer = new ProtocolPeer(client);
        Assert("BUILDLOCK/1\n" == peer.ReadText(12), "no magic");
        var hello = new byte[26 + textLength];
        id.CopyTo(hello, 0);
        for (int i = 0; i < 4; i++)
        {
            hello[20 + i] = (byte)(waitedMilliseconds >> (24 - (8 * i)));
        }

        Encoding.UTF8.GetBytes(text).CopyTo(hello, 26);
        hello[24] = (byte)(textLength >> 8);
        hello[25] = (byte)textLength;
        peer.Send(hello);
        return peer;
    }

    public void Send(byte[] bytes) => _stream.Write(bytes);

    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    public void SendFrame(char type, byte[] payload)
    {
        Send([(byte)type, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload]);
    }

    public string ReadText(int length) => Encoding.UTF8.GetString(Read(length));

    public byte[] Read(int length)
    {
        var bytes = new byte[length];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    /// <returns>The frame's type and its payload: numbers as bytes, such as <c>Q 0 1</c>, a text as text.</returns>
    public string ReadFrame()
    {
        byte[] header = Read(3);
        byte[] payload = Read((header[1] << 8) | header[2]);
        char type = (char)header[0];
        return type + " " + (type == 'H' ? Encoding.UTF8.GetString(payload) : string.Join(' ', payload));
    }

    /// <returns>Whether the other end has closed, with nothing left to read.</returns>
    public bool IsAtEnd()
    {
        try
        {
            return _stream.ReadByte() < 0;
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return true;
        }
    }

    public void Dispose() => _client.Dispose();

    private static void Assert(bool condition, string message) => Xunit.Assert.True(condition, message);
}
