using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault33_foreign_program_on_a_port : FaultTest
{
    [Theory]
    [InlineData("silent")]
    [InlineData("http")]
    public async Task One_does_not_matter_wherever_it_sits(string mode)
    {
        for (int port = 0; port < 3; port++)
        {
            Child foreign = await ListenAsync(mode, KeyPorts.Of(Key)[port]);
            Child holder = await StartHolderAsync(Options("port-quorum"));
            long start = Stopwatch.GetTimestamp();
            Assert.Equal(holder.Id, AssertBusy(Options("port-quorum")).Holder?.ProcessId);
            double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Note($"{mode} on port {port + 1}: the holder named after {took:0} ms");
            Assert.True(took < 3000, $"It took {took} ms to look past the foreign program."); // half a second, and a busy machine
            foreign.Kill();
            holder.Kill();
            await foreign.WaitForExitAsync();
            await holder.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Rubbish_on_two_is_said_soon_and_names_both_and_their_owner()
    {
        IPEndPoint[] ports = KeyPorts.Of(Key);
        Child foreign = await ListenAsync("http", ports[0], ports[2]);

        long start = Stopwatch.GetTimestamp();
        LockEngineException e = await Assert.ThrowsAsync<LockEngineException>(Wait(Options("port-quorum")).UntilHeldAsync);
        double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        Note($"rubbish on two ports: BL2005 after {took:0} ms");
        Assert.True(took < 5000, $"It took {took} ms."); // a second of patience, and a busy machine
        Assert.Equal("BL2005", e.Code);
        Assert.Contains(ports[0].ToString(), e.Message, StringComparison.Ordinal);
        Assert.Contains(ports[2].ToString(), e.Message, StringComparison.Ordinal);
        Assert.Contains($"pid {foreign.Id}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_on_two_is_an_error_too()
    {
        Child foreign = await StartAsync();
        await ForeignProgram.ListenOnAllAddressesAsync(foreign, "silent", () => KeyPorts.Of(Key).Take(2), TakeAnotherKey);

        long start = Stopwatch.GetTimestamp();
        LockEngineException e = await Assert.ThrowsAsync<LockEngineException>(Wait(Options("port-quorum")).UntilHeldAsync);
        double took = Stopwatch.GetElapsedTime(start).TotalSeconds;

        Note($"silence on two ports: BL2005 after {took:0.0} s");
        Assert.Equal("BL2005", e.Code);
        Assert.True(took < 8, $"It took {took} s."); // about two, and a busy machine
        Assert.Contains($"pid {foreign.Id}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_on_the_very_addresses_is_a_holder_that_cannot_answer()
    {
        // Stopped, or with a blocked thread pool; decision 13.
        IPEndPoint[] ports = KeyPorts.Of(Key);
        Child silent = await ListenAsync("silent", ports[0], ports[1]);
        Assert.Null(AssertBusy(Options("port-quorum"), seconds: 1).Holder);

        LockTimeoutException e = await Assert.ThrowsAsync<LockTimeoutException>(Wait(Options("port-quorum", timeout: TimeSpan.FromSeconds(4))).UntilHeldAsync);
        Assert.Contains($"pid {silent.Id}, which does not answer", e.Message, StringComparison.Ordinal);
    }

    private async Task<Child> ListenAsync(string mode, params IPEndPoint[] endpoints)
    {
        Child child = await StartAsync();
        await ForeignProgram.ListenAsync(child, mode, endpoints);
        return child;
    }
}
