using System;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;

namespace BuildLock.Cli.Tests;

/// <summary>Another run that holds the lock until it is told to go. Not the test itself: that started those who wait, and
/// such a wait is refused.</summary>
internal sealed class Holder(CliProcess process, Gate.Visitor inside) : IAsyncDisposable
{
    public CliProcess Process => process;

    public async Task<CliResult> ReleaseAsync(CancellationToken cancellationToken)
    {
        inside.Go();
        return await process.ResultAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync() => await process.DisposeAsync();
}
