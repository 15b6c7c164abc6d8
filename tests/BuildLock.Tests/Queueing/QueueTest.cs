using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Engines;
using BuildLock.Queueing;
using Xunit;
using Waiter = BuildLock.Conformance.Children.Waiter;

namespace BuildLock.Tests.Queueing;

/// <summary>A lock of the test's own, those who want it, and where its queue lies.</summary>
public abstract class QueueTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Child> _children = [];
    private readonly List<Waiter> _waiters = [];

    public static TheoryData<string> Engines { get; } = ["port-quorum", "lockdir", "lockfile", "oslock"];

    protected string Key { get; } = "queue " + Guid.NewGuid().ToString("N");

    protected string Scratch => _folder.Below("number");

    public async ValueTask DisposeAsync()
    {
        foreach (Waiter waiter in _waiters)
        {
            await waiter.DisposeAsync();
        }

        foreach (Child child in _children)
        {
            await child.DisposeAsync();
        }

        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected LockOptions Options(string engine) => new()
    {
        Engine = engine,
        LockDirectory = engine == "port-quorum" ? null : _folder.Below("locks"),
        Timeout = TimeSpan.FromSeconds(60),
    };

    protected IEnumerable<(string Name, string? Value)> Words(string engine) => ChildSettings.Write(Options(engine), ("key", Key), ("name", "it"));

    protected async Task<Child> StartAsync()
    {
        Child child = await Child.StartAsync();
        _children.Add(child);
        return child;
    }

    protected async Task<Child> StartHolderAsync(string engine)
    {
        Child child = await StartAsync();
        await child.Call("acquire", Words(engine)).UntilAsync("held");
        return child;
    }

    protected Waiter StartWaiter(string engine) => StartCancellableWaiter(engine, CancellationToken.None);

    protected Waiter StartCancellableWaiter(string engine, CancellationToken cancellationToken)
    {
        var waiter = Waiter.Start(Key, Options(engine), cancellationToken: cancellationToken);
        _waiters.Add(waiter);
        return waiter;
    }

    private protected LockRequest Request(string engine) => LockRequest.Create(LockKey.Named(Key), Options(engine));

    protected string QueueFolderOf(string engine) => Path.Combine(QueueRoot.FullPath, QueueAddresses.Of(Request(engine)).Name);
}
