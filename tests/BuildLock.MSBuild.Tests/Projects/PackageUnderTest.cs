using System;
using System.IO;
using System.IO.Compression;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>The package as a user gets it, from <c>artifacts/packages</c>.</summary>
internal static class PackageUnderTest
{
    public const string Id = "BuildLock.MSBuild";

    private static readonly Lazy<string> LazyUnpacked = new(Unpack);

    public static string Folder { get; } = Path.Combine(Repository.Root, "artifacts", "packages");

    /// <summary>The package file. Every test needs it, so every test fails without it, and says why.</summary>
    public static string File
    {
        get
        {
            string[] found = Directory.Exists(Folder) ? Directory.GetFiles(Folder, Id + ".*.nupkg") : [];
            return found.Length == 1 ? found[0] : throw new InvalidOperationException(
                $"{Folder} holds {found.Length} packages {Id}, and these tests need exactly one. Run './build.sh pack', or 'dotnet pack src/{Id} -c Release'.");
        }
    }

    public static string Version => Path.GetFileNameWithoutExtension(File)[(Id.Length + 1)..];

    /// <summary>The package's content, for projects that import its files without a restore, which takes longer than a build.</summary>
    public static string Unpacked => LazyUnpacked.Value;

    public static string Props => Path.Combine(Unpacked, "build", Id + ".props");

    public static string Targets => Path.Combine(Unpacked, "build", Id + ".targets");

    public static string TasksAssembly => Path.Combine(Unpacked, "tasks", "netstandard2.0", Id + ".dll");

    private static string Unpack()
    {
        string folder = Path.Combine(TestRun.Folder, "package");
        ZipFile.ExtractToDirectory(File, folder);
        return folder;
    }
}
