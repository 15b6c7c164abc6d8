using System;
using System.IO;
using System.Threading;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault41_one_folder_many_paths : FaultTest
{
    private readonly LockOptions _once = new() { Timeout = TimeSpan.Zero };

    private string Output => Path.Combine(Folder, "one", "out");

    [Fact]
    public void Links_dots_and_slashes_are_one_lock_and_case_is_what_the_file_system_says()
    {
        Directory.CreateDirectory(Output);
        Directory.CreateSymbolicLink(Path.Combine(Folder, "link"), Output);
        Directory.CreateSymbolicLink(Path.Combine(Folder, "way"), Path.Combine(Folder, "one"));
        using LockHandle handle = ProcessLock.Acquire(LockKey.ForFolder(Output), _once, CancellationToken.None);
        Assert.Equal(Output, handle.Key.Text); // the key that is printed

        foreach (string path in new[] { "one/out/", "one//out", "one/./out", "one/x/../out", "link", "link/", "way/out", "one/../way/out/." })
        {
            LockTimeoutException busy = Assert.Throws<LockTimeoutException>(
                () => ProcessLock.Acquire(LockKey.ForFolder(Path.Combine(Folder, path)), _once, CancellationToken.None).Dispose());
            Assert.Contains(Output, busy.Message, StringComparison.Ordinal);
        }

        string twin = Directory.CreateDirectory(Path.Combine(Folder, "one", "OUT")).FullName;
        bool sameFolder = Directory.GetDirectories(Path.Combine(Folder, "one"), "*").Length == 1;
        using LockHandle? other = ProcessLock.TryAcquire(LockKey.ForFolder(twin), _once);
        Assert.Equal(sameFolder, other is null);
    }

    [Fact]
    public void Two_mount_paths_of_its_parent_are_one_lock()
    {
        Directory.CreateDirectory(Output);
        string elsewhere = Path.Combine(Folder, "two");
        using var mount = new BindMount(Path.GetDirectoryName(Output)!, elsewhere);
        using LockHandle handle = ProcessLock.Acquire(LockKey.ForFolder(Output), _once, CancellationToken.None);

        Assert.Null(ProcessLock.TryAcquire(LockKey.ForFolder(Path.Combine(elsewhere, "out")), _once));
    }

    [Fact]
    public void Mounted_alone_below_another_parent_it_is_one_lock_or_an_error()
    {
        Directory.CreateDirectory(Output);
        string elsewhere = Path.Combine(Folder, "two", "out");
        using var mount = new BindMount(Output, elsewhere);
        using LockHandle handle = ProcessLock.Acquire(LockKey.ForFolder(Output), _once, CancellationToken.None);

        try
        {
            using LockHandle? second = ProcessLock.TryAcquire(LockKey.ForFolder(elsewhere), _once);
            Assert.True(second is null, $"One folder, seen as '{handle.Key}' and as '{second?.Key}', is locked twice.");
        }
        catch (LockException e)
        {
            Assert.Contains(elsewhere, e.Message, StringComparison.Ordinal); // as good: whoever cannot be excluded is told
        }
    }
}
