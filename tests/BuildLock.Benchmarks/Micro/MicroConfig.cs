using System.IO;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace BuildLock.Benchmarks.Micro;

/// <summary>Runs in this process: a generated project would be built under this repository's rules for sources, and fail them.</summary>
internal sealed class MicroConfig : ManualConfig
{
    public MicroConfig(string artifacts)
    {
        AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddLogger(ConsoleLogger.Default);
        WithOptions(ConfigOptions.DisableOptimizationsValidator); // it loads every reference, and MSBuild's is not here at run time
        WithArtifactsPath(Path.Combine(artifacts, "micro"));
    }
}
