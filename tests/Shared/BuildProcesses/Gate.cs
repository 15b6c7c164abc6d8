using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace BuildLock.BuildProcesses;

/// <summary>Where builds report that they are inside their lock, and stay until the test lets them go: a line with their
/// name in, a line with <c>go</c> or <c>fail</c> out. Counts how many are inside at once.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<Visitor> _arrivals = Channel.CreateUnbounded<Visitor>();
    private readonly List<Visitor> _all = []; // kept: a visitor whom the test forgets would be collected, and its connection closed
    private readonly Task _accepting;
    private int _inside;
    private int _most;

    public Gate()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The most builds that have been inside at one time.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>Whether somebody came in whom the test has not asked for yet.</summary>
    public bool HasArrivals => _arrivals.Reader.Count > 0;

    /// <summary>Completes when somebody comes in, whom <see cref="NextAsync(CancellationToken)"/> then hands out.</summary>
    public Task<bool> ArrivesAsync(CancellationToken cancellationToken) => _arrivals.Reader.WaitToReadAsync(cancellationToken).AsTask();

    /// <summary>The next one inside.</summary>
    /// <param name="expected">Who it should be: when that build ends without coming in, this fails with its output.</param>
    public async Task<Visitor> NextAsync(BuildProcess expected, CancellationToken cancellationToken)
    {
        Task<Visitor> arrival = NextAsync(cancellationToken);
        Task<int> end = expected.EndsAsync(cancellationToken);
        await Task.WhenAny(arrival, end);
        return arrival.IsCompleted ? await arrival : throw new InvalidOperationException("The build ended outside of its lock. It said:\n" + expected.Output);
    }

    public async Task<Visitor> NextAsync(CancellationToken cancellationToken)
        => await _arrivals.Reader.ReadAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        _all.ForEach(visitor => visitor.Dispose());
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(CancellationToken.None);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return; // stopped
            }

            var reader = new StreamReader(client.GetStream());
            if (await reader.ReadLineAsync(CancellationToken.None) is { } name)
            {
                int now = Interlocked.Increment(ref _inside);
                _most = Math.Max(_most, now); // one thread at a time accepts
                var visitor = new Visitor(name, client, () => Interlocked.Decrement(ref _inside));
                _all.Add(visitor);
                await _arrivals.Writer.WriteAsync(visitor, CancellationToken.None);
            }
        }
    }

    /// <summary>A build that is inside.</summary>
    internal sealed class Visitor(string name, TcpClient client, Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public string Name { get; } = name;

        public void Go() => Answer("go\n"u8);

        public void Fail() => Answer("fail\n"u8);

        public void Dispose()
        {
            Interlocked.Exchange(ref _leave, null)?.Invoke();
            client.Dispose();
        }

        // Counted out first: once the build has the answer, the next one may be in before this line ends.
        private void Answer(ReadOnlySpan<byte> text)
        {
            Interlocked.Exchange(ref _leave, null)?.Invoke();
            client.GetStream().Write(text);
        }
    }
}
