using System;
using System.IO;
using System.Linq;
using BuildLock.BuildProcesses;

namespace BuildLock.Samples.Tests;

/// <summary>Copies of the samples, in a temporary folder with a package cache of its own that they share.</summary>
public sealed class SampleFolders : IDisposable
{
    private static readonly string[] Built = ["bin", "obj", "artifacts", "node_modules"];

    private readonly TestFolder _folder = new();

    public SampleFolders()
    {
        TestFolder.Package("BuildLock.MSBuild");
        File.Copy(Path.Combine(Samples, "Directory.Build.props"), Path.Combine(_folder.Path, "Directory.Build.props"));

        // In front of a target: says that the build is there, and stays until it is let go.
        _folder.Write("door.sh", """
            exec 3<>"/dev/tcp/127.0.0.1/$1"
            echo "$2" >&3
            read -r answer <&3
            [ "$answer" = go ]
            """);
        Door = _folder.Write("Door.targets", """
            <Project>
              <Target Name="StandAtTheDoor" BeforeTargets="$(DoorTarget)">
                <Exec Command="bash &quot;$(MSBuildThisFileDirectory)door.sh&quot; $(DoorPort) $(MSBuildProjectName)" />
              </Target>
            </Project>
            """);
    }

    public static string Samples { get; } = Path.Combine(TestFolder.Repository, "samples");

    /// <summary>A file of targets, to be imported with the properties DoorTarget and DoorPort.</summary>
    public string Door { get; }

    /// <summary>A new folder beside the samples.</summary>
    public string Below(string name) => Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;

    /// <returns>The folder of the copy: what is in the repository, and nothing that a build has left there.</returns>
    public string Copy(string sample)
    {
        string source = Path.Combine(Samples, sample);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(source, file);
            if (!name.Split(Path.DirectorySeparatorChar).Any(Built.Contains))
            {
                _folder.Write(Path.Combine(sample, name), File.ReadAllText(file));
            }
        }

        return Path.Combine(_folder.Path, sample);
    }

    public void Dispose() => _folder.Dispose();
}
