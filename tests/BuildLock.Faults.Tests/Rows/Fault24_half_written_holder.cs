using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Faults.Tests.Machine;
using BuildLock.Identity;
using BuildLock.Platform;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault24_half_written_holder : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public void Any_part_of_a_text_is_an_unknown_holder_and_never_nobody(string engine)
    {
        // The whole text would say that the holder is dead. Cut anywhere, it must not.
        string whole = HolderText.Write(new LockHolder(Forged.Predecessor, "0badcafe", "forged", WallClock.Now));
        var texts = new List<string> { "\0\0\0\0", "end\n", "\nend\n", "pid: 1\nend\n", new string('x', 100_000) };
        for (int length = 0; length < whole.Length; length += 5)
        {
            texts.Add(whole[..length]);
        }

        foreach (string text in texts)
        {
            string key = "half " + Guid.NewGuid();
            new Forged(key, Options(engine)).AddText(1, text);

            LockOptions once = Options(engine, timeout: TimeSpan.Zero);
            LockTimeoutException busy = Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(key, once, CancellationToken.None).Dispose());
            Assert.Null(busy.Holder);
            Assert.Contains("unknown", busy.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_stands_in_a_locked_file_decides_nothing()
    {
        await StartHolderAsync(Options("oslock"));
        string file = Assert.Single(Directory.GetFiles(Locks));
        foreach (string rubbish in new[] { string.Empty, "format: 1\npid: ", "\0\u0001\ud7ff", "outcome: Released\nend\n" })
        {
            // By a shell: a stream of .NET would take the lock to write.
            using var shell = System.Diagnostics.Process.Start("sh", ["-c", "printf %s \"$1\" > \"$2\"", "sh", rubbish.Replace("\0", string.Empty, StringComparison.Ordinal), file]);
            await shell.WaitForExitAsync();

            Assert.Null(AssertBusy(Options("oslock")).Holder);
        }
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task An_unknown_holder_is_taken_over_by_its_age(string engine)
    {
        LockOptions options = Options(engine, expireAfter: 0.6);
        new Forged(Key, options).AddText(1, "format: 1\nid: 0ba");

        using LockHandle handle = await Wait(options).UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Expired, handle.PreviousOutcome);
    }
}
