using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Engines;
using BuildLock.Engines.PortQuorum;
using BuildLock.Identity;
using BuildLock.Keys;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>A holder that may open no more files for a while cannot answer those who ask who holds.</summary>
public sealed class ShortOfFilesTests : IAsyncDisposable
{
    private readonly string _key = "short of files " + Guid.NewGuid();
    private Child? _holder;

    public async ValueTask DisposeAsync()
    {
        if (_holder is not null)
        {
            await _holder.DisposeAsync();
        }
    }

    [Fact]
    public async Task It_answers_again_when_it_may_open_some()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "prlimit(1) changes the limit of another process, on Linux only.");
        _holder = await Child.StartAsync();
        await _holder.Call("acquire", ChildSettings.Write(Options(), ("key", _key), ("name", "it"))).UntilAsync("held");
        Assert.Equal(_holder.Id, await NamedAsync(within: TimeSpan.FromSeconds(10)));

        Limit(_holder.Id, files: 1);
        Assert.Null(Ask());

        Limit(_holder.Id, files: 1024);
        Assert.Equal(_holder.Id, await NamedAsync(within: TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task It_releases_what_it_holds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "prlimit(1) changes the limit of another process, on Linux only.");
        _holder = await Child.StartAsync();
        Limit(_holder.Id, files: 1000);

        Line answer = await _holder.AskAsync("fill", ChildSettings.Write(Options(), ("key", _key)));

        Assert.Equal("released", answer.Word);
        Assert.Equal("BL2004", answer["code"]);
        Assert.InRange(int.Parse(answer["count"]), 1, 500);
        ProcessLock.Acquire(_key + "0", Options(), TestContext.Current.CancellationToken).Dispose();
    }

    private static void Limit(int process, int files)
    {
        using Process prlimit = Process.Start("prlimit", [$"--pid={process}", $"--nofile={files}:"]);
        prlimit.WaitForExit();
        Assert.Equal(0, prlimit.ExitCode);
    }

    private static LockOptions Options() => new() { Engine = "port-quorum", Timeout = TimeSpan.Zero };

    // The port itself: contenders of this machine read the holder's record instead.
    private int? Ask()
    {
        LockId id = LockRequest.Create(LockKey.Named(_key), Options()).Id;
        List<PortQuery> queries = PortQueries.Ask(PortEndpoints.For(id).Take(1), id.ToBytes());
        try
        {
            return HolderText.ReadHolder(queries.Select(query => query.Holder).FirstOrDefault())?.ProcessId;
        }
        finally
        {
            queries.ForEach(query => query.Dispose());
        }
    }

    private async Task<int?> NamedAsync(TimeSpan within)
    {
        long start = Stopwatch.GetTimestamp();
        int? named;
        while ((named = Ask()) is null && Stopwatch.GetElapsedTime(start) < within)
        {
            await Task.Yield(); // each question takes its time
        }

        return named;
    }
}
