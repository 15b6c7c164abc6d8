using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using NuGet.Common;

namespace BuildLock.Benchmarks.Locks;

/// <summary>The lock that restores take around a package: a callback, which stays here until the hold is disposed.</summary>
internal sealed class NuGetLock : ILibraryLock
{
    private readonly string _folder;

    public NuGetLock(string folder) => _folder = folder;

    public IDisposable Acquire(string key) => Take(key, CancellationToken.None).GetAwaiter().GetResult();

    public IDisposable? TryAcquire(string key)
    {
        // It has no single attempt; the keys of that row are free, so waiting long means: falsely busy.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            return Take(key, limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<IDisposable> Take(string key, CancellationToken cancellation)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource();
        Task<bool> all = ConcurrencyUtilities.ExecuteWithFileLockedAsync(
            Path.Combine(_folder, key),
            async _ =>
            {
                taken.SetResult();
                await release.Task;
                return true;
            },
            cancellation);
        await await Task.WhenAny(taken.Task, all);
        return new Hold(() =>
        {
            release.SetResult();
            all.GetAwaiter().GetResult();
        });
    }
}
