using System;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using BuildLock.Platform;

namespace BuildLock.Beacons;

/// <summary>Answers connections on a listening socket until that socket is disposed.</summary>
internal static class BeaconListener
{
    /// <param name="listener">Stays the caller's, who ends the serving by disposing it.</param>
    /// <param name="find">The room of the lock with that id, or <see langword="null"/>.</param>
    public static void Serve(Socket listener, Func<byte[], BeaconRoom?> find) => new Acceptor(listener, find).Next();

    /// <summary>Whether a hello is meant for the lock, or for whichever is there.</summary>
    public static bool IsFor(byte[] hello, byte[] id) => SameId(hello, id) || SameId(hello, BeaconProtocol.Anybody);

    public static bool SameId(byte[] a, byte[] b)
    {
        for (int i = 0; i < BeaconProtocol.IdLength; i++)
        {
            if (a[i] != b[i])
            {
                return false;
            }
        }

        return true;
    }

    private static async Task AnswerAsync(Socket socket, Func<byte[], BeaconRoom?> find)
    {
        BeaconSocket.Prepare(socket);
        BeaconSocket.TrySend(socket, BeaconProtocol.Magic);
        var hello = new byte[BeaconProtocol.HelloFixedLength];
        if (!await BeaconSocket.ReceiveAllAsync(socket, hello).ConfigureAwait(false))
        {
            socket.Dispose();
            return;
        }

        var text = new byte[BeaconProtocol.ReadNumber(hello, BeaconProtocol.IdLength + 8, 2)];
        if (!await BeaconSocket.ReceiveAllAsync(socket, text).ConfigureAwait(false))
        {
            socket.Dispose();
            return;
        }

        if (find(hello) is not { } room)
        {
            BeaconSocket.TrySend(socket, BeaconProtocol.Text(BeaconProtocol.UnknownFrame, string.Empty));
            BeaconSocket.Finish(socket);
            return;
        }

        string said = Encoding.UTF8.GetString(text);
        if (said == BeaconProtocol.LookText)
        {
            room.Show(socket);
            return;
        }

        var waited = TimeSpan.FromMilliseconds(Math.Min(Math.Max(BeaconProtocol.ReadNumber(hello, BeaconProtocol.IdLength, 8), 0), int.MaxValue));
        await room.WelcomeAsync(socket, waited, said).ConfigureAwait(false);
    }

    // With event arguments rather than a task: the end of a hold disposes a listener that is accepting, and a task would
    // turn that into an exception, which costs more than taking and releasing the lock.
    private sealed class Acceptor : SocketAsyncEventArgs
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

        private readonly Socket _listener;
        private readonly Func<byte[], BeaconRoom?> _find;

        public Acceptor(Socket listener, Func<byte[], BeaconRoom?> find)
        {
            _listener = listener;
            _find = find;
        }

        public void Next()
        {
            try
            {
                // Ends: each turn of the loop lets a visitor in, who was there before the call.
                while (!_listener.AcceptAsync(this))
                {
                    if (!LetIn())
                    {
                        return;
                    }
                }
            }
            catch (ObjectDisposedException)
            {
                // Released while a visitor was being let in.
            }
        }

        protected override void OnCompleted(SocketAsyncEventArgs e)
        {
            if (LetIn())
            {
                Next();
            }
        }

        // False when that is all for now.
        private bool LetIn()
        {
            if (SocketError is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
            {
                // Nobody is answered until there are files or memory again; exclusion does not need answers. A socket that was
                // disposed since says so in the next call.
                Keeper.Schedule(Pause, Next);
                return false;
            }

            if (SocketError is not (SocketError.Success or SocketError.ConnectionReset or SocketError.ConnectionAborted))
            {
                return false; // neither a visitor nor one who left too soon: released
            }

            if (AcceptSocket is { } visitor)
            {
                AcceptSocket = null;
                _ = AnswerAsync(visitor, _find);
            }

            return true;
        }
    }
}
