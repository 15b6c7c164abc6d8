using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault19_clean_of_the_protected_folder : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task The_lock_is_beside_and_survives(string engine)
    {
        string output = Directory.CreateDirectory(Path.Combine(Folder, "out")).FullName;
        await File.WriteAllTextAsync(Path.Combine(output, "App.dll"), string.Empty);
        var options = new LockOptions { Engine = engine, Timeout = System.TimeSpan.FromSeconds(0.3), ExpireAfter = System.TimeSpan.FromSeconds(0.6) };
        using LockHandle handle = ProcessLock.Acquire(LockKey.ForFolder(output), options);
        Assert.Equal("App.dll", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(output))));

        Directory.Delete(output, recursive: true);
        Directory.CreateDirectory(output);

        Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(LockKey.ForFolder(output), options).Dispose());
        await Task.WhenAny(Task.Delay(300), Task.Run(() => handle.Lost.WaitHandle.WaitOne()));
        Assert.True(handle.IsHeld);
    }
}
