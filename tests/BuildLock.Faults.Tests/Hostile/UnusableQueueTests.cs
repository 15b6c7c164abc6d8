using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Hostile;

/// <summary>Where a lock has no queue its contenders still exclude each other, and look again until it is free.</summary>
public sealed class UnusableQueueTests : FaultTest
{
    public static TheoryData<string, string> Plants { get; } = new(AllPlants());

    [Theory]
    [MemberData(nameof(Plants))]
    public async Task What_is_planted_in_its_place_harms_nobody(string engine, string plant)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root, to be two users.");
        LockOptions options = Options(engine);
        string folder = QueuePlace.Of(Key, options);
        string precious = Path.Combine(Folder, "precious");
        await File.WriteAllTextAsync(precious, "precious");
        try
        {
            Plant(plant, folder, precious);
            await AssertTurnsAreTakenAsync(engine, new Launch().AsUser(Alice), new Launch().AsUser(Carol));
            Assert.Equal("precious", await File.ReadAllTextAsync(precious));
            Assert.Equal([precious], Directory.GetFiles(Folder));
        }
        finally
        {
            Run("rm", "-rf", folder);
        }
    }

    [Theory]
    [InlineData("port-quorum", "mode=1777,nr_inodes=1")]
    [InlineData("port-quorum", "mode=1777,nr_inodes=3")]
    [InlineData("port-quorum", "mode=1777,size=4k,nr_inodes=6")]
    [InlineData("port-quorum", "mode=0755")]
    [InlineData("port-quorum", "mode=1777,ro")]
    [InlineData("lockdir", "mode=1777,nr_inodes=1")]
    [InlineData("lockdir", "mode=0755")]
    [InlineData("lockfile", "mode=1777,nr_inodes=3")]
    [InlineData("lockfile", "mode=1777,ro")]
    [InlineData("oslock", "mode=1777,nr_inodes=1")]
    [InlineData("oslock", "mode=0755")]
    public async Task Memory_that_is_full_closed_or_another_containers_harms_nobody(string engine, string mount)
    {
        // Each child has a memory of its own, as containers have: one that others' files do not reach either.
        Launch Apart(int user) => new Launch().WithMounts($"mount -t tmpfs -o {mount} none /dev/shm").AsUser(user);
        await AssertTurnsAreTakenAsync(engine, Apart(Alice), Apart(Carol));
    }

    private static (string Engine, string Plant)[] AllPlants()
    {
        string[] plants = ["private folder", "folder that is a file", "folder that is a fifo", "folder that is a link", "gate that is a directory", "gate that is a fifo", "gate that is a link", "turnstile that is a directory", "turnstile that is a fifo", "turnstile that is a link", "private gate", "private turnstile", "holders that is a link", "holders that is a file", "locked gate's twin"];
        return Array.ConvertAll(plants, plant => ("port-quorum", plant));
    }

    private static void Plant(string plant, string folder, string precious)
    {
        string owner = Bob.ToString(CultureInfo.InvariantCulture);
        void Shared()
        {
            Directory.CreateDirectory(folder);
            Run("chmod", "1777", folder);
            Run("chown", owner, folder);
        }

        void At(string name, string kind)
        {
            switch (kind)
            {
                case "directory": Directory.CreateDirectory(name); break;
                case "fifo": Run("mkfifo", "-m", "666", name); break;
                case "link": File.CreateSymbolicLink(name, precious); break;
                case "file": File.WriteAllText(name, "planted"); break;
            }

            Run("chown", "-h", owner, name);
        }

        string[] words = plant.Split(' ');
        string kind = words[^1];
        switch (words[0])
        {
            case "private" when kind == "folder":
                Shared();
                Run("chmod", "0700", folder);
                break;
            case "private":
                Shared();
                At(Path.Combine(folder, kind), "file");
                Run("chmod", "0600", Path.Combine(folder, kind));
                break;
            case "folder":
                At(folder, kind);
                break;
            case "locked":
                Shared();
                At(Path.Combine(folder, "gate"), "file"); // Bob's, and a record of nobody in it
                break;
            default:
                Shared();
                At(Path.Combine(folder, words[0]), kind);
                break;
        }
    }

    private static void Run(params string[] command)
    {
        using Process process = Process.Start(command[0], command[1..]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private async Task AssertTurnsAreTakenAsync(string engine, Launch one, Launch other)
    {
        Child first = await StartHolderAsync(Options(engine), one);
        Child second = await StartAsync(other);
        Assert.Equal("busy", (await TryAsync(second, Options(engine))).Word);

        for (int turn = 0; turn < 2; turn++)
        {
            Call waits = second.Call("acquire", Words(Options(engine)));
            Line waiting = await waits.NextAsync();
            Assert.True(waiting.Word == "waiting", waiting.ToString());

            // Where the gate is the first one's, and no other user can write a record beside it, the kernel still tells whose lock it is.
            Assert.Contains("pid " + first.Id, waiting["text"], StringComparison.Ordinal);
            long start = Stopwatch.GetTimestamp();
            await ReleaseAsync(first);
            await waits.UntilAsync("held");
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            Assert.True(took < TimeSpan.FromSeconds(15), $"It took {took}.");
            Assert.Equal("busy", (await TryAsync(first, Options(engine))).Word);
            (first, second) = (second, first);
        }

        // A deadline is kept without a queue, too.
        long began = Stopwatch.GetTimestamp();
        Line end = await second.Call("acquire", Words(Options(engine, timeout: TimeSpan.FromMilliseconds(400)))).NextAsync();
        Assert.Equal("BL2001", end["code"]);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 400, 5000);
    }
}
