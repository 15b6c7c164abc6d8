using System;
using System.Globalization;
using System.IO;
using System.Threading;
using BuildLock.Platform;

namespace BuildLock.Cli.Measurement;

/// <summary>The hidden verb of the second process of a measurement: for each line of its input it takes the lock, says so, holds
/// it for a moment, releases, and tells when it began to.</summary>
/// <remarks>The second process holds and the first waits: to wait for the process that started one is refused, and rightly
/// so.</remarks>
internal static class TurnVerb
{
    public const string Name = "__turn";

    public const string Held = "held";

    // The other needs a moment until it really waits; and this one must not fall in step with one that polls.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(8);
    private const double JitterMilliseconds = 10;

    public static string[] Arguments(string kind, string key, string folder) => [Name, kind, key, folder];

    /// <summary>All on one thread: a Mutex belongs to the one that took it.</summary>
    public static int Run(string[] args)
    {
        // Not disposed: what is left of the lock is the first process's to remove.
        IMeasuredLock measured = MeasuredKind.Open(args[1], args[2], args[3]);
        try
        {
            while (Console.In.ReadLine() is not null)
            {
                IDisposable hold = measured.Acquire();
                Say(Held);
#pragma warning disable CA5394 // Jitter, not a secret.
                Pause.For(Settle + TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * JitterMilliseconds), CancellationToken.None);
#pragma warning restore CA5394
                TimeSpan at = MonotonicClock.Now;
                hold.Dispose();
                Say(at.Ticks.ToString(CultureInfo.InvariantCulture));
            }

            return ExitCode.Success;
        }
        catch (Exception e) when (e is LockException or IOException or UnauthorizedAccessException)
        {
            Say(e.Message.ReplaceLineEndings(" "));
            return ExitCode.No;
        }
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
