using System;
using System.IO;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>A fresh folder outside the repository, so that none of its settings reach the projects in it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("buildlock-msbuild-").FullName;

    /// <summary>Where the builds of this test keep the state of directory locks, unless they say otherwise.</summary>
    public string State => Below("state");

    public string Below(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public string Create(params string[] parts) => Directory.CreateDirectory(Below(parts)).FullName;

    public string Write(string name, string content)
    {
        string file = Below(name);
        if (File.Exists(file) && File.ReadAllText(file) != content)
        {
            throw new InvalidOperationException($"The test writes two different files '{name}'.");
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    public void Dispose()
    {
        // What a killed build left running ends when its folder is gone, and may write into it until then.
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                System.Threading.Thread.Sleep(50);
            }
        }
    }
}
