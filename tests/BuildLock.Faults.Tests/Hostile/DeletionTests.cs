using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Hostile;

/// <summary>A deletion in a shared folder goes nowhere else. Alice adds an entry that has ended, with folders in it, and swaps them for
/// links to Bob's own files while the next holder deletes it.</summary>
public sealed class DeletionTests : HostileTest
{
    private const int Files = 50;
    private const int Folders = 10;
    private const int FilesInEach = 300;

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task The_next_holder_deletes_nothing_of_its_own(string engine)
    {
        Child bob = await BobTakesItOnceAsync(engine);
        string precious = Precious(Bob, Files);
        using SwappedLinks swap = Plant(engine, precious);

        Assert.Equal("held", (await TryAsync(bob, Options(engine))).Word);
        await ReleaseAsync(bob);
        Assert.Equal("held", (await TryAsync(bob, Options(engine))).Word);

        AssertUntouched(precious, Files);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task A_cleaner_who_is_root_deletes_nothing_of_roots(string engine)
    {
        await BobTakesItOnceAsync(engine);
        string precious = Precious(0, Files);
        using SwappedLinks swap = Plant(engine, precious);

        new Forged(Key, Options(engine)).Request.Engine.Inspector.Clean([Locks], TimeSpan.Zero);

        AssertUntouched(precious, Files);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_mark_is_left_with_what_is_in_it()
    {
        Child bob = await BobTakesItOnceAsync("lockfile");
        string precious = Precious(Bob, Files);
        using SwappedLinks swap = Plant("lockfile", precious, "1.expired");

        Assert.Equal("held", (await TryAsync(bob, Options("lockfile"))).Word);

        AssertUntouched(precious, Files);
    }

    // For lockfile the entry is a file, and the folder stands in the place of one of its marks.
    private SwappedLinks Plant(string engine, string precious, string? place = null)
    {
        string lockFolder = new Forged(Key, Options(engine)).Folder.FullPath;
        string plant = Path.Combine(lockFolder, place ?? (engine == "lockdir" ? "2" : "2.expired"));
        string ended = engine == "lockdir" ? "touch 2/released" : "touch 2 2.released";
        Run(Alice, $"""
            umask 0
            cd '{lockFolder}'
            mkdir '{plant}'
            for folder in $(seq {Folders}); do
                mkdir '{plant}'/$folder
                ( cd '{plant}'/$folder && seq {FilesInEach} | xargs touch )
            done
            {ended}
            """);
        return new SwappedLinks(plant, precious);
    }

    /// <summary>As soon as a deletion is at work in one of the folders, the others are replaced by links. By the test's own process, which
    /// is quicker than a shell; the entry is Alice's, so she could.</summary>
    private sealed class SwappedLinks : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _isOver;

        public SwappedLinks(string plant, string precious)
        {
            string lockFolder = Path.GetDirectoryName(plant)!;
            string locks = Path.GetDirectoryName(lockFolder)!;
            using var ready = new ManualResetEventSlim();
            _thread = new Thread(() =>
            {
                ready.Set();
                while (!_isOver)
                {
                    // A cleaner renames the lock's folder first.
                    string? now = Directory.Exists(lockFolder) ? lockFolder : Directory.EnumerateDirectories(locks, ".dead-*").FirstOrDefault();
                    if (now is null)
                    {
                        continue;
                    }

                    string there = Path.Combine(now, Path.GetFileName(plant));
                    string[] folders = [.. Enumerable.Range(1, Folders).Select(i => Path.Combine(there, $"{i}"))];
                    if (Array.Exists(folders, folder => Count(folder) is > 0 and < FilesInEach))
                    {
                        Swap(folders.Where(folder => Count(folder) == FilesInEach), there, precious);
                        return;
                    }
                }
            });
            _thread.Start();
            ready.Wait();
        }

        public void Dispose()
        {
            _isOver = true;
            _thread.Join();
        }

        private static int Count(string folder)
        {
            try
            {
                return Directory.EnumerateFiles(folder).Count();
            }
            catch (IOException)
            {
                return 0; // deleted already
            }
        }

        private static void Swap(IEnumerable<string> folders, string plant, string precious)
        {
            string aside = Directory.CreateDirectory(plant + "-aside-" + Guid.NewGuid().ToString("N")).FullName;
            foreach (string folder in folders)
            {
                try
                {
                    Directory.Move(folder, Path.Combine(aside, Path.GetFileName(folder)));
                    Directory.CreateSymbolicLink(folder, precious);
                }
                catch (IOException)
                {
                    // The deletion was there first.
                }
            }
        }
    }
}
