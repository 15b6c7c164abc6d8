using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Engines;
using BuildLock.Engines.PortQuorum;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>Other programs on a key's ports: one does not matter, two are an error that names them.</summary>
public sealed class ForeignProgramTests : IAsyncDisposable
{
    private readonly List<Child> _children = [];
    private string _key = NewKey();

    private IPEndPoint[] Endpoints => PortEndpoints.For(LockRequest.Create(LockKey.Named(_key), Options()).Id);

    public async ValueTask DisposeAsync()
    {
        foreach (Child child in _children)
        {
            await child.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(0, "silent")]
    [InlineData(1, "silent")]
    [InlineData(2, "silent")]
    [InlineData(0, "http")]
    [InlineData(1, "http")]
    public async Task One_foreign_program_does_not_matter(int index, string mode)
    {
        await StartForeignAsync(mode, Endpoints[index]);
        Child child = await StartAsync();

        using (LockHandle? handle = ProcessLock.TryAcquire(_key, Options()))
        {
            Assert.NotNull(handle);
            Assert.Equal("busy", (await child.AskAsync("try", ("key", _key), ("name", "it"), ("Engine", "port-quorum"))).Word);
        }

        Assert.Equal("held", (await child.AskAsync("try", ("key", _key), ("name", "it"), ("Engine", "port-quorum"))).Word);
        LockTimeoutException e = Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(_key, Options(TimeSpan.Zero), TestContext.Current.CancellationToken));
        Assert.Equal(child.Id, e.Holder?.ProcessId);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(0, 2)]
    public async Task Two_foreign_programs_are_an_error_that_names_them(int first, int second)
    {
        IPEndPoint[] taken = [Endpoints[first], Endpoints[second]];
        Child foreign = await StartForeignAsync("http", taken);

        long start = Stopwatch.GetTimestamp();
        LockEngineException e = Assert.Throws<LockEngineException>(() => ProcessLock.TryAcquire(_key, Options()));
        TimeSpan took = Stopwatch.GetElapsedTime(start);

        Assert.Equal("BL2005", e.Code);
        Assert.All(taken, t => Assert.Contains(t.ToString(), e.Message, StringComparison.Ordinal));
        Assert.Contains($"pid {foreign.Id}", e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(e.Remedy);

        TestContext.Current.TestOutputHelper?.WriteLine($"BL2005 after {took.TotalMilliseconds:0} ms");
        Assert.True(took < TimeSpan.FromSeconds(4), $"It took {took} to see that two ports are unusable.");
    }

    [Fact]
    public async Task Two_silent_programs_on_all_addresses_are_an_error()
    {
        Child foreign = await StartOnAllAddressesAsync("silent", ports: 2);
        long start = Stopwatch.GetTimestamp();
        LockEngineException e = Assert.Throws<LockEngineException>(() => ProcessLock.TryAcquire(_key, Options()));
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        TestContext.Current.TestOutputHelper?.WriteLine($"One attempt took {took.TotalMilliseconds:0} ms.");
        Assert.True(took < TimeSpan.FromSeconds(4), $"One attempt took {took}.");

        Assert.Equal("BL2005", e.Code);
        Assert.Contains(Endpoints[0].ToString(), e.Message, StringComparison.Ordinal);
        Assert.Contains(Endpoints[1].ToString(), e.Message, StringComparison.Ordinal);
        Assert.Contains($"pid {foreign.Id}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_on_two_of_the_very_addresses_is_a_holder_that_cannot_answer()
    {
        await StartForeignAsync("silent", Endpoints[0], Endpoints[2]);
        Assert.Null(ProcessLock.TryAcquire(_key, Options()));
    }

    [Fact]
    public async Task A_program_on_all_addresses_blocks_one_port_only()
    {
        await StartOnAllAddressesAsync("silent", ports: 1);

        using LockHandle? handle = ProcessLock.TryAcquire(_key, Options());
        Assert.NotNull(handle);
    }

    [Fact]
    public async Task Programs_on_all_addresses_and_two_of_the_ports_are_an_error()
    {
        Child foreign = await StartOnAllAddressesAsync("http", ports: 2);

        LockEngineException e = Assert.Throws<LockEngineException>(() => ProcessLock.TryAcquire(_key, Options()));
        Assert.Equal("BL2005", e.Code);
        Assert.Contains($"pid {foreign.Id}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_names_the_program_on_the_address_and_not_one_on_another()
    {
        // Before and after, so that neither order in the system's table helps.
        using Socket before = Listen(new IPEndPoint(IPAddress.Loopback, Endpoints[0].Port));
        Child foreign = await StartForeignAsync("http", Endpoints[0], Endpoints[1]);
        using Socket after = Listen(new IPEndPoint(IPAddress.Loopback, Endpoints[1].Port));

        LockEngineException e = Assert.Throws<LockEngineException>(() => ProcessLock.TryAcquire(_key, Options()));
        Assert.Contains($"pid {foreign.Id}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain($"pid {Environment.ProcessId}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_cannot_end_is_refused()
    {
        await StartForeignAsync("http", Endpoints[0], Endpoints[2]);

        Waiter waiter = Waiter.Start(_key, Options(Timeout.InfiniteTimeSpan), cancellationToken: TestContext.Current.CancellationToken);
        LockEngineException e = await Assert.ThrowsAsync<LockEngineException>(waiter.UntilHeldAsync);
        Assert.Equal("BL2005", e.Code);
    }

    [Fact]
    public async Task A_waiter_gets_it_when_the_foreign_program_ends_soon()
    {
        Child foreign = await StartForeignAsync("silent", Endpoints[0], Endpoints[1]);
        Waiter waiter = Waiter.Start(_key, Options(Timeout.InfiniteTimeSpan), cancellationToken: TestContext.Current.CancellationToken);
        await waiter.UntilWaitingAsync();
        foreign.Kill();

        (await waiter.UntilHeldAsync()).Dispose();
    }

    [Fact]
    public void One_port_that_is_used_without_listening_does_not_matter()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a socket without SO_REUSEADDR, as outgoing connections are.");
        using var used = new UsedPort(Endpoints[1]);
        using LockHandle? handle = ProcessLock.TryAcquire(_key, Options());
        Assert.NotNull(handle);
    }

    [Fact]
    public void Two_ports_that_are_used_without_listening_are_contention_until_the_deadline()
    {
        // A holder that lets go looks the same from one moment to the next, so this is never an error by itself.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a socket without SO_REUSEADDR, as outgoing connections are.");
        using var first = new UsedPort(Endpoints[0]);
        using var second = new UsedPort(Endpoints[1]);

        LockTimeoutException e = Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(_key, Options(TimeSpan.FromMilliseconds(500)), TestContext.Current.CancellationToken));
        Assert.Null(e.Holder);
    }

    private static string NewKey() => "foreign " + Guid.NewGuid();

    private static Socket Listen(IPEndPoint endpoint)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(endpoint);
        socket.Listen();
        return socket;
    }

    private static LockOptions Options(TimeSpan? timeout = null) => new() { Engine = "port-quorum", Timeout = timeout };

    private async Task<Child> StartForeignAsync(string mode, params IPEndPoint[] endpoints)
    {
        Child child = await StartAsync();
        await ForeignProgram.ListenAsync(child, mode, endpoints);
        return child;
    }

    private async Task<Child> StartOnAllAddressesAsync(string mode, int ports)
    {
        Child child = await StartAsync();
        await ForeignProgram.ListenOnAllAddressesAsync(child, mode, () => Endpoints.Take(ports), () => _key = NewKey());
        return child;
    }

    private async Task<Child> StartAsync()
    {
        Child child = await Child.StartAsync();
        _children.Add(child);
        return child;
    }
}
