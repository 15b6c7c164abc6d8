using System.Collections.Generic;
using System.IO;
using BenchmarkDotNet.Attributes;

namespace BuildLock.Benchmarks.Micro;

/// <summary>What a pair, and an attempt that fails, cost and allocate. Public because BenchmarkDotNet derives from it.</summary>
public class PairBenchmarks
{
    private LockOptions _options = new();
    private string _folder = string.Empty;
    private readonly List<LockHandle> _held = [];

    [ParamsSource(nameof(Engines))]
    public string Engine { get; set; } = string.Empty;

    public static IEnumerable<string> Engines => ["port-quorum", "lockdir", "lockfile", "oslock", "none"];

    [GlobalSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("buildlock-bench-").FullName;
        _options = new LockOptions { Engine = Engine, LockDirectory = Engine == "port-quorum" ? null : _folder };
        _held.Add(ProcessLock.Acquire("bench held", _options));
    }

    [GlobalCleanup]
    public void Close()
    {
        _held.ForEach(handle => handle.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true)]
    public void Pair() => ProcessLock.Acquire("bench", _options).Dispose();

    [Benchmark]
    public void Busy() => ProcessLock.TryAcquire("bench held", _options)?.Dispose();
}
