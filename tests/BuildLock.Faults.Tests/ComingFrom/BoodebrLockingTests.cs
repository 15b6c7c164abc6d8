using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.ComingFrom;

public sealed class BoodebrLockingTests : FaultTest
{
    [Theory]
    [InlineData("mkdir", "lockdir")]
    [InlineData("opencreate", "lockfile")]
    [InlineData("fake", "none")]
    public async Task Boodebr_Locker_a_name_in_a_namespace_by_a_method_in_a_directory_that_is_created(string method, string engine)
    {
        LockOptions options = Options(engine, expireAfter: 30, timeout: TimeSpan.Zero);
        options.Namespace = "my program";
        options.LockDirectory = Path.Combine(Locks, "not", "there", "yet");
        Child holder = await StartHolderAsync(options);

        Assert.Equal(method == "fake", IsFree(options));
        options.Namespace = "another program";
        Assert.True(IsFree(options));
    }

    [Fact]
    public void Boodebr_fake_says_that_it_is_one()
    {
        var told = new Recorder();
        LockOptions options = Options("none");
        options.Observer = told;
        ProcessLock.Acquire(Key, options, CancellationToken.None).Dispose();
        Assert.Equal("BL1004", told.First?.Code);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Boodebr_expire_lets_the_next_one_in(string engine)
    {
        LockOptions options = Options(engine, expireAfter: 0.5);
        new Forged(Key, options).AddHold(1, Forged.Elsewhere);
        (await Wait(options).UntilHeldAsync()).Dispose();
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task Boodebr_open_locked_reads_and_writes_from_the_start_and_ends_with_the_file(string engine)
    {
        string path = Path.Combine(Folder, "settings.txt");
        var once = new LockOptions { Engine = engine, Timeout = TimeSpan.Zero, LockDirectory = Locks };
        using (LockedFile file = LockedFile.Open(path, once, CancellationToken.None)) // creates it
        {
            Assert.Equal(0, file.Position);
            Assert.True(file.CanRead && file.CanWrite && file.CanSeek);
            await file.WriteAsync("first"u8.ToArray());

            // Nobody else gets in, not even by another spelling; and what it throws is a lock's error.
            LockException busy = Assert.Throws<LockTimeoutException>(() => LockedFile.Open(Path.Combine(Folder, ".", "settings.txt"), once, CancellationToken.None));
            Assert.Equal(Environment.ProcessId, busy.Holder?.ProcessId);
        }

        using (LockedFile file = LockedFile.Open(path, once, CancellationToken.None))
        {
            using var reader = new StreamReader(file);
            Assert.Equal("first", await reader.ReadToEndAsync());
        }

        using LockedFile last = LockedFile.Open(path, once, CancellationToken.None);
        Assert.True(last.HeldLock.IsHeld);
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public void Boodebr_open_locked_releases_when_an_exception_passes_and_when_the_file_cannot_be_opened(string engine)
    {
        var once = new LockOptions { Engine = engine, Timeout = TimeSpan.Zero };
        string path = Path.Combine(Folder, "data");
        Action work = () =>
        {
            using LockedFile file = LockedFile.Open(path, once, CancellationToken.None);
            throw new InvalidDataException("of the work");
        };
        Assert.Throws<InvalidDataException>(work);
        LockedFile.Open(path, once, CancellationToken.None).Dispose();

        string folder = Directory.CreateDirectory(Path.Combine(Folder, "no-file")).FullName;
        Assert.ThrowsAny<SystemException>(() => LockedFile.Open(folder, once, CancellationToken.None).Dispose());
        using LockHandle? free = ProcessLock.TryAcquire(LockKey.ForFile(folder), once);
        Assert.NotNull(free);
    }

    private sealed class Recorder : ILockObserver
    {
        public LockEvent? First { get; private set; }

        public void Report(LockEvent lockEvent) => First ??= lockEvent;
    }
}
