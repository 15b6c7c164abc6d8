using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

/// <summary>Many runs at once on one key, of which a third are killed at random moments: never two commands at once, and
/// nothing left locked.</summary>
public sealed class TortureTests : CliTest
{
    // The command makes a folder, stays a moment, and removes it. Who finds it there is not alone, and says so: exit code
    // 99. One that is killed inside leaves the folder; so it carries the process id, and only a living owner counts.
    private const string Alone = """
        inside=$1
        if [ -e "$inside" ]; then
            read -r owner < "$inside"
            if kill -0 "$owner" 2> /dev/null && [ "$(cut -d ')' -f 2 "/proc/$owner/stat" | cut -c 2)" != Z ]; then
                echo "$$ met $owner" >> "$inside.met"
                exit 99
            fi
        fi
        echo $$ > "$inside"
        sleep 0.0$((RANDOM % 5 + 1)) &
        wait $!
        read -r owner < "$inside"
        [ "$owner" = $$ ] || { echo "$$ became $owner" >> "$inside.met"; exit 99; }
        rm -f "$inside"
        """;

    [Theory]
    [InlineData("port-quorum")]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    [InlineData("oslock")]
    public Task Twelve_at_once(string engine) => RunAsync(engine, count: 12, seed: 12);

    [Theory]
    [Trait("Category", "Campaign")]
    [InlineData("port-quorum")]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    [InlineData("oslock")]
    public async Task Fifty_at_once(string engine)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            await RunAsync(engine, count: 50, seed);
        }
    }

    /// <summary>What the others could not show if their commands did not notice each other.</summary>
    [Fact]
    public async Task Without_a_lock_they_meet()
    {
        bool met = false;
        for (int round = 0; round < 5 && !met; round++)
        {
            List<CliProcess> runs = Enumerable.Range(0, 12).Select(_ => Run(["--engine", "none"], "bash", "-c", Alone, "alone", System.IO.Path.Combine(Folder, "inside"))).ToList();
            foreach (CliProcess run in runs)
            {
                met |= await run.EndsAsync(Deadline) == 99;
                await run.DisposeAsync();
            }
        }

        Assert.True(met);
    }

    private async Task RunAsync(string engine, int count, int seed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux ends the command with its run.");
        var random = new Random(seed);
        string inside = System.IO.Path.Combine(Folder, "inside");
        List<CliProcess> runs = Enumerable.Range(0, count).Select(_ => Run(On(engine), "bash", "-c", Alone, "alone", inside)).ToList();
        try
        {
            var killed = new HashSet<CliProcess>();
            string[] signals = ["KILL", "TERM", "INT"];
            await Task.WhenAll(runs.Where((_, index) => index % 3 == 0).Select(async (run, index) =>
            {
                killed.Add(run);
                await Task.Delay(random.Next(0, count * 60), Deadline); // over the whole time that they take
                run.Signal(signals[index % 3]);
            }).ToList());

            var codes = new List<int>();
            foreach (CliProcess run in runs)
            {
                int code = await run.EndsAsync(Deadline);
                Assert.True(code == 0 || (killed.Contains(run) && code is 137 or 143 or 130), $"Seed {seed}: a run ended with {code}. It said:\n{run.Errors}");
                codes.Add(code);
            }

            Assert.False(System.IO.File.Exists(inside + ".met"), $"Seed {seed}: two were inside at once.");
            Assert.True(codes.Count(code => code == 0) >= count - killed.Count);
            var options = new LockOptions { Engine = engine, LockDirectory = LocksOf(engine), Timeout = TimeSpan.FromSeconds(10) };
            ProcessLock.Acquire(Key, options, CancellationToken.None).Release();
        }
        finally
        {
            foreach (CliProcess run in runs)
            {
                await run.DisposeAsync();
            }
        }
    }
}
