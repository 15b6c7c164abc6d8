using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Engines;
using BuildLock.Engines.LockDirectory;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault13_state_vanishes_under_a_look : FaultTest
{
    private const int StaleHandle = 116; // ESTALE

    [Theory]
    [InlineData("lockdir", "Enumerate")]
    [InlineData("lockdir", "TryClaim")]
    [InlineData("lockfile", "Enumerate")]
    [InlineData("lockfile", "TryClaim")]
    public void A_stale_handle_is_looked_at_again(string engine, string step)
    {
        // What the client of a network file system answers when the directory was replaced on the server.
        var forged = new Forged(Key, Options(engine));
        var form = new TroubledForm(forged.Form, step, () => new IOException("Stale file handle", StaleHandle));
        using var contender = new LockDirectoryContender(forged.Request, form);

        LockAttempt attempt = contender.Try(isLast: false);
        Assert.NotNull(attempt.Hold);
        attempt.Hold.Release(PreviousOutcome.Released);
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task Waiters_outlive_a_directory_that_is_deleted_again_and_again(string engine)
    {
        // No exclusion is promised while state is deleted; that nobody fails or hangs is.
        using var stop = new CancellationTokenSource();
        Task[] waiters = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                ProcessLock.Acquire(Key, Options(engine, expireAfter: 0.3), CancellationToken.None).Dispose();
            }
        })).ToArray();
        for (int i = 0; i < 100; i++)
        {
            Remove(Locks);
            Thread.Sleep(2);
        }

        await stop.CancelAsync();
        await Task.WhenAll(waiters).Within("the waiters to come to an end");
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there yet, or filled again meanwhile.
        }
    }
}
