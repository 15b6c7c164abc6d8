using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault18_temp_cleaner : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task A_live_holder_whose_files_are_deleted_learns_it(string engine)
    {
        LockOptions options = Options(engine, expireAfter: 0.6);
        Child child = await StartHolderAsync(options);
        Task<Line> lost = child.AskAsync("wait-lost", ("name", "it"));
        Directory.Delete(Locks, recursive: true);

        Assert.Equal("lost", (await lost).Word);
        Assert.Equal("BL2003", (await child.AskAsync("state", ("name", "it")))["throws"]);
        Assert.True(IsFree(options));
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task A_live_holders_entry_stays_younger_than_any_cleaners_patience(string engine)
    {
        LockOptions options = Options(engine, expireAfter: 0.6);
        using LockHandle handle = ProcessLock.Acquire(Key, options);
        string file = new Forged(Key, options).HolderFile(1);
        File.SetLastWriteTimeUtc(file, System.DateTime.UnixEpoch);
        File.SetLastAccessTimeUtc(file, System.DateTime.UnixEpoch);

        await Until("a renewal", () => File.GetLastWriteTimeUtc(file).Year > 1970 && File.GetLastAccessTimeUtc(file).Year > 1970);
        Assert.True(handle.IsHeld);
    }

    [Theory]
    [InlineData("lockdir", "released")]
    [InlineData("lockfile", "released")]
    [InlineData("lockdir", "entries")]
    [InlineData("lockfile", "entries")]
    public void What_a_cleaner_left_of_the_state_blocks_nobody(string engine, string deleted)
    {
        // Cleaners take file by file, by age; at the end of a pass some are there and some are not.
        LockOptions options = Options(engine);
        for (int hold = 0; hold < 3; hold++)
        {
            ProcessLock.Acquire(Key, options).Dispose();
        }

        var forged = new Forged(Key, options);
        File.WriteAllText(Path.Combine(forged.Folder.FullPath, ".claim-of-a-crash"), string.Empty); // younger than the rest
        foreach (long number in forged.Folder.Numbers())
        {
            if (deleted == "released")
            {
                File.Delete(forged.MarkFile(number, "released"));
            }
            else
            {
                DeleteOnly(forged.Folder.EntryPath(number));
            }
        }

        // Without its mark the hold looks as if its process, which lives, had it still. With nothing left at all it is free.
        if (deleted == "entries")
        {
            LockOptions soon = Options(engine, timeout: System.TimeSpan.FromSeconds(3));
            ProcessLock.Acquire(Key, soon).Dispose();
        }
        else
        {
            Assert.Equal(System.Environment.ProcessId, AssertBusy(options, seconds: 0.2).Holder?.ProcessId);
        }
    }

    private static void DeleteOnly(string entry)
    {
        if (Directory.Exists(entry))
        {
            Directory.Delete(entry, recursive: true);
        }
        else
        {
            File.Delete(entry);
        }
    }
}
