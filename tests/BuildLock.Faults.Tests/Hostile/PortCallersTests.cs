using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Hostile;

/// <summary>Anybody may call a holder's port. It answers, closes, and keeps nothing.</summary>
public sealed class PortCallersTests : FaultTest
{
    [Fact]
    public async Task Ten_thousand_callers_who_stay_cost_the_holder_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Counts in /proc.");
        Child holder = await StartHolderAsync(Options("port-quorum"), Environment.IsPrivilegedProcess ? new Launch().AsUser(Alice) : null);
        IPEndPoint port = KeyPorts.Of(Key)[0];
        await AnswersAsync(port);
        (int descriptors, int threads) = ProcessUse.Of(holder.Id);
        long memory = ResidentKilobytes(holder.Id);

        List<Socket> callers = [];
        int mostDescriptors = 0;
        try
        {
            for (int i = 0; i < 10_000; i++)
            {
                var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
                callers.Add(caller);
                await caller.ConnectAsync(port).Within($"call {i} to be taken");
                if (i % 3 == 1)
                {
                    await caller.SendAsync(new byte[64]); // half a word, of one who then says no more
                }

                mostDescriptors = i % 100 == 0 ? Math.Max(mostDescriptors, ProcessUse.Of(holder.Id).Descriptors) : mostDescriptors;
            }

            // It still says who it is.
            await AnswersAsync(port);
            (int descriptorsNow, int threadsNow) = ProcessUse.Of(holder.Id);
            long memoryNow = ResidentKilobytes(holder.Id);
            Note($"descriptors {descriptors}, at most {mostDescriptors}, then {descriptorsNow}; threads {threads}, then {threadsNow}; {memory} kB, then {memoryNow} kB");
            Assert.InRange(mostDescriptors, 0, descriptors + 8);
            Assert.InRange(descriptorsNow, 0, descriptors + 8);
            Assert.InRange(threadsNow, 0, threads + 4);
            Assert.InRange(memoryNow, 0, memory + (16 * 1024));

            await ReleaseAsync(holder);
            Assert.True(IsFree(Options("port-quorum")));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            Assert.Skip($"This process may not open 10,000 files: {callers.Count}.");
        }
        finally
        {
            callers.ForEach(caller => caller.Dispose());
        }
    }

    [Fact]
    public async Task Callers_who_are_mute_slow_or_break_off_do_not_keep_the_answer_from_others()
    {
        Child holder = await StartHolderAsync(Options("port-quorum"));
        IPEndPoint port = KeyPorts.Of(Key)[0];
        await AnswersAsync(port);
        List<Socket> callers = [];
        try
        {
            for (int i = 0; i < 300; i++)
            {
                var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await caller.ConnectAsync(port).Within("a call to be taken");
                if (i % 2 == 0)
                {
                    caller.LingerState = new LingerOption(enable: true, seconds: 0); // a reset, perhaps before it was accepted
                    caller.Dispose();
                }
                else
                {
                    callers.Add(caller);
                }
            }

            Assert.Equal(holder.Id, AssertBusy(Options("port-quorum")).Holder?.ProcessId);
            await AnswersAsync(port);
        }
        finally
        {
            callers.ForEach(caller => caller.Dispose());
        }
    }

    [Fact]
    public async Task A_squatter_is_named_by_its_user()
    {
        Child bob = await StartAsync(new Launch().AsUser(Bob));
        await ForeignProgram.ListenAsync(bob, "silent", KeyPorts.Of(Key).Take(2));
        Child alice = await StartAsync(new Launch().AsUser(Alice));

        Line end = await alice.Call("acquire", Words(Options("port-quorum", timeout: TimeSpan.FromSeconds(2)))).UntilAsync("error");
        Assert.Contains("a program of user " + Bob.ToString(CultureInfo.InvariantCulture), end["message"], StringComparison.Ordinal);
    }

    /// <summary>In a user's own scope nobody else can be a holder, so it is not waited for.</summary>
    [Fact]
    public async Task A_silent_squatter_in_a_users_own_scope_is_a_stranger_at_once()
    {
        LockOptions options = Options("port-quorum");
        options.Scope = LockScope.User;
        Child bob = await StartAsync(new Launch().AsUser(Bob));
        IPEndPoint[] ports = Engines.PortQuorum.PortEndpoints.For(Engines.LockRequest.Create(LockKey.Named(Key), options).Id);
        await ForeignProgram.ListenAsync(bob, "silent", ports.Take(2));

        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        LockEngineException e = Assert.Throws<LockEngineException>(() => ProcessLock.Acquire(Key, options).Dispose());
        TimeSpan took = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        Assert.Equal("BL2005", e.Code);
        Assert.True(took < TimeSpan.FromSeconds(10), $"It took {took} of a wait of 60 s.");
    }

    private static async Task AnswersAsync(IPEndPoint port)
    {
        async Task Ask()
        {
            while (true)
            {
                using var caller = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await caller.ConnectAsync(port);
                using var reader = new StreamReader(new NetworkStream(caller));
                string said = await reader.ReadToEndAsync().Within("the answer");
                if (said.StartsWith("BUILDLOCK/1\n", StringComparison.Ordinal) && said.Contains("pid: ", StringComparison.Ordinal))
                {
                    return;
                }

                await Task.Delay(10);
            }
        }

        await Ask().Within("a port to say who holds");
    }

    private static long ResidentKilobytes(int process)
        => long.Parse(File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
