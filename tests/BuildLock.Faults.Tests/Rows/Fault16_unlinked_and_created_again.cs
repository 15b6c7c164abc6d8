using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault16_unlinked_and_created_again : FaultTest
{
    [Fact]
    public async Task The_file_is_never_deleted_by_a_hold_however_it_ends()
    {
        Child child = await StartHolderAsync(Options("oslock"));
        string file = Assert.Single(Directory.GetFiles(Locks));
        using FileStream witness = PlainFile.Open(file);
        child.Kill();
        await child.WaitForExitAsync();
        for (int i = 0; i < 20; i++)
        {
            using LockHandle? handle = ProcessLock.TryAcquire(Key, Options("oslock"));
            Assert.NotNull(handle);
            Assert.Equal(file, Assert.Single(Directory.GetFiles(Locks)));
        }

        // The descriptor from the first hold still leads to the same file: a deleted one would say so.
        Assert.Equal(file, File.ResolveLinkTarget("/proc/self/fd/" + witness.SafeFileHandle.DangerousGetHandle(), returnFinalTarget: false)?.FullName);
    }

    [Fact]
    public async Task A_file_that_was_replaced_under_its_holder_is_not_two_locks_for_long()
    {
        LockOptions options = Options("oslock", expireAfter: 0.6);
        Child child = await StartHolderAsync(options);
        Task<Line> lost = child.AskAsync("wait-lost", ("name", "it"));
        string file = Assert.Single(Directory.GetFiles(Locks));
        File.Delete(file);
        using LockHandle? handle = ProcessLock.TryAcquire(Key, options);

        Assert.NotNull(handle);
        Assert.Equal("lost", (await lost).Word);
        Assert.True(handle.IsHeld);
        Assert.Equal("busy", (await TryAsync(child, options)).Word);
    }
}
