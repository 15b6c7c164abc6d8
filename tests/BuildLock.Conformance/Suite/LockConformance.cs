using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>
/// What every engine must do. An engine's own class says which engine and what it can; where it cannot, the tests assert
/// what happens instead. One subject, one file.
/// </summary>
public abstract partial class LockConformance : IAsyncDisposable
{
    private readonly List<Child> _children = [];
    private readonly List<Waiter> _waiters = [];

    protected abstract string Engine { get; }

    /// <summary>Whether it locks at all.</summary>
    protected virtual bool Excludes => true;

    /// <summary>Whether it writes to the lock directory.</summary>
    protected virtual bool WritesToDirectory => false;

    /// <summary>Rounds of each of eight processes in the counter test, chosen for less than half a minute on two cores.</summary>
    protected virtual int CounterRounds => 500;

    /// <summary>Its own for each test, not yet made: who needs it makes it.</summary>
    protected string LockDirectory { get; } = Path.Combine(Path.GetTempPath(), "buildlock-tests-" + Guid.NewGuid().ToString("N"));

    /// <summary>What a test shares with its children; deleted at the end.</summary>
    protected string ScratchFile { get; } = Path.Combine(Path.GetTempPath(), "buildlock-tests-" + Guid.NewGuid().ToString("N") + ".tmp");

    public virtual async ValueTask DisposeAsync()
    {
        // Whoever still waits when a test has failed would disturb the next.
        foreach (Waiter waiter in _waiters)
        {
            await waiter.DisposeAsync();
        }

        foreach (Child child in _children)
        {
            await child.DisposeAsync();
        }

        File.Delete(ScratchFile);
        if (Directory.Exists(LockDirectory))
        {
            Directory.Delete(LockDirectory, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    protected static string NewKey() => "conformance " + Guid.NewGuid().ToString("N");

    protected static void Note(string text) => TestContext.Current.TestOutputHelper?.WriteLine(text);

    protected LockOptions Options(TimeSpan? timeout = null)
        => new() { Engine = Engine, LockDirectory = WritesToDirectory ? LockDirectory : null, Timeout = timeout ?? Timeout.InfiniteTimeSpan };

    /// <summary>The same options as words of a command.</summary>
    protected IEnumerable<(string Name, string? Value)> Command(string key, LockOptions? options = null, string name = "it")
        => ChildSettings.Write(options ?? Options(), ("key", key), ("name", name));

    protected async Task<Child> StartChildAsync()
    {
        var child = await Child.StartAsync();
        _children.Add(child);
        return child;
    }

    protected async Task<Child> StartHolderAsync(string key, LockOptions? options = null)
    {
        Child child = await StartChildAsync();
        await child.Call("acquire", Command(key, options)).UntilAsync("held");
        return child;
    }

    protected Waiter StartWaiter(string key, LockOptions? options = null, bool asynchronously = false, CancellationToken cancellationToken = default)
    {
        var waiter = Waiter.Start(key, options ?? Options(), asynchronously, cancellationToken);
        _waiters.Add(waiter);
        return waiter;
    }

    /// <summary>Whether the key can be had at once; what was had is given back.</summary>
    protected bool IsFree(string key, LockOptions? options = null)
    {
        using LockHandle? handle = ProcessLock.TryAcquire(key, options ?? Options());
        return handle is not null;
    }
}
