using System.IO;
using System.Linq;
using System.Reflection;
using BenchmarkDotNet.Running;
using BuildLock.Benchmarks.Micro;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;

namespace BuildLock.Benchmarks;

/// <summary>The driver, or one of the processes that it starts, or the benchmarks within one process.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["peer", string name, string folder]:
                new PeerHost(PeerList.All.OfType<LibraryPeer>().Single(peer => peer.Name == name).Create(folder)).Run();
                return 0;
            case ["micro", .. string[] rest]:
                BenchmarkSwitcher.FromTypes([typeof(PairBenchmarks), typeof(KeyBenchmarks)]).Run(rest.Length == 0 ? ["--filter", "*"] : rest, new MicroConfig(Artifacts()));
                return 0;
            default:
                if (BenchOptions.Parse(arguments) is not { } options)
                {
                    return 64;
                }

                Driver.Run(options, Artifacts());
                return 0;
        }
    }

    private static string Artifacts() => Path.Combine(
        typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!, "artifacts", "bench");
}
