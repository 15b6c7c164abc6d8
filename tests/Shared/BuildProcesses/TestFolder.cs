using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace BuildLock.BuildProcesses;

/// <summary>A folder of a test, with a feed of this repository's packages and a package cache that nobody else uses.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder()
    {
        Path = Directory.CreateTempSubdirectory("buildlock-").FullName;

        // A feed that is not there fails every restore, also of what it would not have.
        string feed = Directory.Exists(Packages) ? $"""<add key="BuildLock packages under test" value="{Packages}" />""" : string.Empty;
        File.WriteAllText(System.IO.Path.Combine(Path, "nuget.config"), $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="packages" />
              </config>
              <packageSources>
                {feed}
              </packageSources>
            </configuration>
            """);
    }

    public static string Repository { get; } = typeof(TestFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>Where <c>./build.sh pack</c> puts our packages; another folder for trying out packages by hand.</summary>
    public static string Packages { get; } = Environment.GetEnvironmentVariable("BUILDLOCK_TEST_PACKAGES") ?? System.IO.Path.Combine(Repository, "artifacts", "packages");

    public string Path { get; }

    /// <summary>The file of a package under test.</summary>
    public static string Package(string id)
    {
        string file = System.IO.Path.Combine(Packages, id + ".0.1.0.nupkg");
        return File.Exists(file) ? file : throw new InvalidOperationException($"There is no package '{file}'. ./build.sh pack makes it.");
    }

    public string Write(string name, string text)
    {
        string file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A build that was killed may still be ending.
        }
    }
}
