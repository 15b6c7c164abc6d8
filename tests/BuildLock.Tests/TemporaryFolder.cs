using System;
using System.IO;

namespace BuildLock.Tests;

/// <summary>A new folder with its real path, deleted at the end of the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        string path = Directory.CreateTempSubdirectory("buildlock-test-").FullName;

        // The temporary folder itself is a link on macOS.
        FullPath = LockKey.ForFolder(path).Text;
    }

    public string FullPath { get; }

    public string Below(string name) => Path.Combine(FullPath, name);

    public string Create(string name) => Directory.CreateDirectory(Below(name)).FullName;

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
