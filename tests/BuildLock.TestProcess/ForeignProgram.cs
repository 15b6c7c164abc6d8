using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>Some other program that happens to use ports: one that accepts and says nothing, or one that speaks HTTP.</summary>
internal static class ForeignProgram
{
    // Kept for the life of the process: a collected socket would close its port.
    private static readonly List<Socket> Sockets = [];

    public static void Listen(Line command)
    {
        bool speaks = command["mode"] == "http";
        foreach (IPEndPoint endpoint in command["endpoints"].Split(',').Select(IPEndPoint.Parse))
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(endpoint);
            if (command["mode"] != "bind")
            {
                socket.Listen();
                _ = AcceptAsync(socket, speaks);
            }

            Sockets.Add(socket);
        }

        Answers.Write(command, "listening");
    }

    /// <summary>Listens on what was only bound so far.</summary>
    public static void ListenNow(Line command)
    {
        try
        {
            Sockets.ForEach(s => s.Listen());
            Answers.Write(command, "listening");
        }
        catch (SocketException e)
        {
            Answers.Write(command, "refused", ("code", e.SocketErrorCode.ToString()));
        }
    }

    private static async Task AcceptAsync(Socket listener, bool speaks)
    {
        while (true)
        {
            Socket socket = await listener.AcceptAsync().ConfigureAwait(false);
            Sockets.Add(socket);
            if (speaks)
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n")).ConfigureAwait(false);
            }
        }
    }
}
