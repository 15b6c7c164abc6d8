using System;
using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using BuildLock.Identity;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault05_two_network_namespaces : FaultTest
{
    /// <summary>The ports of one are not the other's, but the queue's files are: they name the holder.</summary>
    [Fact]
    public async Task With_shared_memory_the_second_is_refused_and_told_why()
    {
        LockOptions options = Options("port-quorum");
        Child apart = await StartHolderAsync(options, new Launch().WithOwnNetwork());
        Assert.Null(ProcessLock.TryAcquire(Key, options));

        options.Timeout = TimeSpan.Zero;
        LockEngineException e = Assert.Throws<LockEngineException>(() => ProcessLock.Acquire(Key, options).Dispose());
        Assert.Equal("BL2004", e.Code);
        Assert.Contains("another network namespace", e.Message, StringComparison.Ordinal);
        Assert.Contains($"pid {apart.Id}", e.Message, StringComparison.Ordinal);
        Assert.Contains("LockDirectory", e.Remedy, StringComparison.Ordinal);

        // The other way round, and one that waits is not left to its deadline.
        await ReleaseAsync(apart);
        using LockHandle held = ProcessLock.Acquire(Key, options);
        options.Timeout = TimeSpan.FromSeconds(60);
        Line end = await apart.Call("acquire", Words(options)).NextAsync();
        Assert.Equal(("error", "BL2004"), (end.Word, end["code"]));
    }

    /// <summary>Nothing shows the other one, so that two are inside: each says once that its locks end at its network.</summary>
    [Fact]
    public async Task With_memory_of_their_own_both_are_in_and_each_says_it_once()
    {
        LockOptions options = Options("port-quorum");
        Launch Apart() => new Launch().WithMounts("mount -t tmpfs -o mode=1777 none /dev/shm").WithOwnNetwork();
        Child first = await StartAsync(Apart());
        Child second = await StartAsync(Apart());

        Assert.Equal("1", (await HoldAsync(first, options))["limited"]);
        Assert.Equal("1", (await HoldAsync(second, options))["limited"]);
        await ReleaseAsync(first);
        Assert.Equal("1", (await HoldAsync(first, options))["limited"]);
    }

    /// <summary>The directory says that others share it: it chooses the engine that looks at it.</summary>
    [Fact]
    public async Task With_a_lock_directory_and_no_engine_they_exclude_each_other()
    {
        LockOptions options = Options("lockdir");
        options.Engine = null;
        Launch Apart() => new Launch().WithMounts("mount -t tmpfs -o mode=1777 none /dev/shm").WithOwnNetwork();
        Child first = await StartHolderAsync(options, Apart());
        Child second = await StartAsync(Apart());

        Assert.Equal("busy", (await TryAsync(second, options)).Word);
        await ReleaseAsync(first);
        Assert.Equal("held", (await TryAsync(second, options)).Word);
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task Engines_on_disk_exclude_and_the_holders_text_names_its_namespace(string engine)
    {
        // The holder's ports cannot be reached from here, and need not be.
        LockOptions options = Options(engine);
        Child apart = await StartHolderAsync(options, new Launch().WithOwnNetwork());
        Waiter waiter = Wait(Options(engine));
        await waiter.UntilWaitingAsync();

        string file = engine == "oslock" ? Directory.GetFiles(Locks)[0] : new Forged(Key, options).HolderFile(1);
        string text = PlainFile.Read(file);
        Assert.Contains("netns: net:[", text, StringComparison.Ordinal);
        Assert.DoesNotContain(ProcessIdentity.Current.NetworkNamespace, text, StringComparison.Ordinal);

        await ReleaseAsync(apart);
        using LockHandle handle = await waiter.UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Released, handle.PreviousOutcome);
    }
}
