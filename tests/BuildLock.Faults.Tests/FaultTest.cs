using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests;

/// <summary>What the tests of faults share: a folder that every user may write to, keys of their own, and children that
/// end with the test.</summary>
public abstract class FaultTest : IAsyncDisposable
{
    protected const int Alice = 12345;
    protected const int Bob = 12346;
    protected const int Carol = 12347;

    private readonly List<Child> _children = [];
    private readonly List<Waiter> _waiters = [];

    protected FaultTest()
    {
        Folder = Path.Combine(LockKey.ForFolder(Path.GetTempPath()).Text, "buildlock-faults-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Folder);
        OpenToAll(Folder);
    }

    public static TheoryData<string> AllEngines { get; } = ["port-quorum", "lockdir", "lockfile", "oslock"];

    public static TheoryData<string> EnginesOnDisk { get; } = ["lockdir", "lockfile", "oslock"];

    public static TheoryData<string> EnginesWithAge { get; } = ["lockdir", "lockfile"];

    protected string Folder { get; }

    protected string Locks => Path.Combine(Folder, "locks");

    protected string Key { get; private set; } = NewKey();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (Waiter waiter in _waiters)
        {
            await waiter.DisposeAsync();
        }

        foreach (Child child in _children)
        {
            await child.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static void Note(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

    protected static void OpenToAll(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0x1FF); // octal 0777
        }
    }

    /// <summary>Asks until it is so. For what the machine does and nobody announces.</summary>
    protected static async Task Until(string what, Func<bool> condition)
    {
        async Task Ask()
        {
            while (!condition())
            {
                await Task.Delay(10);
            }
        }

        await Ask().Within(what);
    }

    /// <summary>For who finds that the ports of the first one are in use.</summary>
    protected void TakeAnotherKey() => Key = NewKey();

    protected LockOptions Options(string engine, double expireAfter = 60, TimeSpan? timeout = null) => new()
    {
        Engine = engine,
        LockDirectory = LocksOf(engine),
        ExpireAfter = TimeSpan.FromSeconds(expireAfter),
        Timeout = timeout ?? TimeSpan.FromSeconds(60),
    };

    /// <summary>The directory for engines that have one: for another it would be an error (BL3006).</summary>
    protected string? LocksOf(string engine) => engine == "port-quorum" ? null : Locks;

    private protected async Task<Child> StartAsync(Launch? launch = null)
    {
        launch ??= new Launch();
        launch.SkipUnlessAllowed();
        Child child = await Child.StartAsync(launch.Child());
        _children.Add(child);
        return child;
    }

    private protected async Task<Child> StartHolderAsync(LockOptions options, Launch? launch = null)
    {
        Child child = await StartAsync(launch);
        await HoldAsync(child, options);
        return child;
    }

    protected Task<Line> HoldAsync(Child child, LockOptions options) => child.Call("acquire", Words(options)).UntilAsync("held");

    /// <summary>One attempt of a child: "held", "busy" or "error".</summary>
    protected Task<Line> TryAsync(Child child, LockOptions options) => child.AskAsync("try", Words(options));

    protected async Task ReleaseAsync(Child child) => Assert.Equal("released", (await child.AskAsync("release", ("name", "it"))).Word);

    protected Waiter Wait(LockOptions options)
    {
        var waiter = Waiter.Start(Key, options);
        _waiters.Add(waiter);
        return waiter;
    }

    protected bool IsFree(LockOptions options)
    {
        using LockHandle? handle = ProcessLock.TryAcquire(Key, options);
        return handle is not null;
    }

    protected LockTimeoutException AssertBusy(LockOptions options, double seconds = 0)
    {
        options.Timeout = TimeSpan.FromSeconds(seconds);
        return Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(Key, options, CancellationToken.None).Dispose());
    }

    protected IEnumerable<(string Name, string? Value)> Words(LockOptions options)
        => ChildSettings.Write(options, ("key", Key), ("name", "it"));

    private static string NewKey() => "fault " + Guid.NewGuid().ToString("N");
}
