using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Running;
using BuildLock.Benchmarks.Locks;
using BuildLock.Benchmarks.Micro;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;

namespace BuildLock.Benchmarks;

/// <summary>The driver, or one of the processes that it starts, or the benchmarks within one process.</summary>
internal static class Program
{
    // A process that measures its first lock must have nothing loaded for the others: a method loads what it calls.
    private static int Main(string[] arguments)
    {
        if (arguments is ["first", string name, string folder, string key])
        {
            FirstLock.Run(name, folder, key);
            return 0;
        }

        return Others(arguments);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Others(string[] arguments)
    {
        switch (arguments)
        {
            case ["peer", string name, string folder]:
                new PeerHost(Library(name, folder)).Run();
                return 0;
            case ["counted", string name, string folder, string key, string count]:
                CountedPairs.Run(Library(name, folder), key, int.Parse(count, CultureInfo.InvariantCulture));
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

    private static ILibraryLock Library(string name, string folder)
        => PeerList.All.OfType<LibraryPeer>().Single(peer => peer.Name == name).Create(folder);

    private static string Artifacts() => Path.Combine(
        typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!, "artifacts", "bench");
}
