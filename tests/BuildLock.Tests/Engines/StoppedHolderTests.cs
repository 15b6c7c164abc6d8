using System;
using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Engines;
using BuildLock.Engines.OsLock;
using BuildLock.Engines.State;
using BuildLock.Platform;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>A holder that is stopped cannot say who it is; the operating system can.</summary>
public sealed class StoppedHolderTests
{
    [Fact]
    public async Task Its_process_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The processes of sockets are found in /proc, which only Linux has.");
        string key = "stopped " + Guid.NewGuid();
        var options = new LockOptions { Engine = "port-quorum", Timeout = TimeSpan.Zero };
        await using Child holder = await Child.StartAsync();
        await holder.Call("acquire", ChildSettings.Write(options, ("key", key), ("name", "it"))).UntilAsync("held");
        holder.Stop();

        LockTimeoutException e = Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(key, options, TestContext.Current.CancellationToken));

        Assert.Equal(holder.Id, e.Holder?.ProcessId); // from its record: nobody has to ask it
    }

    /// <summary>As when it is stopped just then, or is another program.</summary>
    [Fact]
    public void It_is_named_when_it_has_not_written_yet_who_it_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The holders of file locks are found in /proc, which only Linux has.");
        using var folder = new TemporaryFolder();
        string key = "stopped " + Guid.NewGuid();
        var options = new LockOptions { Engine = "oslock", LockDirectory = folder.FullPath, Timeout = TimeSpan.Zero };
        ProcessLock.TryAcquire(key, options)!.Release();
        using DirectoryHandle root = DirectoryHandle.TryOpen(folder.FullPath)!;
        using FileHandle locked = OsLockFile.TryOpen(root, Path.GetFileName(StateRoot.FolderFor(LockRequest.Create(LockKey.Named(key), options))))!;
        Assert.True(locked.TryLock());

        LockTimeoutException e = Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(key, options, TestContext.Current.CancellationToken));

        Assert.Contains($", pid {Environment.ProcessId}, which does not answer: it may be stopped.", e.Message, StringComparison.Ordinal);
        Assert.Null(e.Holder);
    }
}
