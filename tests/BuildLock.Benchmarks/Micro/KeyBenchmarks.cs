using BenchmarkDotNet.Attributes;

namespace BuildLock.Benchmarks.Micro;

/// <summary>What happens before any engine is asked. Public because BenchmarkDotNet derives from it.</summary>
public class KeyBenchmarks
{
    [Benchmark]
    public LockKey Key() => LockKey.Named("nuget-cache");

    [Benchmark]
    public LockOptions Settings()
    {
        var options = new LockOptions();
        options.Set("Timeout", "00:05:00", "bench");
        return options;
    }
}
