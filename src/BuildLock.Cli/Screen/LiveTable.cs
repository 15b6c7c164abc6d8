using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using BuildLock.Cli.Children;
using BuildLock.Cli.Commands;
using BuildLock.Engines.Inspection;
using BuildLock.Platform;

namespace BuildLock.Cli.Screen;

/// <summary>The table of locks, drawn anew each second until Ctrl+C. Without a terminal, one table below the other.</summary>
internal static class LiveTable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    public static int Show(Func<IReadOnlyList<LockSight>> find)
    {
        using var relay = new SignalRelay();
        bool live = !Console.IsOutputRedirected;
        try
        {
            if (live)
            {
                BareStream.WriteOutput("\e[?1049h\e[?25l"); // another screen, no cursor: what was there comes back at the end
            }

            while (Draw(find(), live))
            {
                Pause.For(Step, relay.Cancelled);
            }

            return ExitCode.Success; // its reader has gone, as in a pipe to head
        }
        catch (OperationCanceledException)
        {
            return relay.CancelledCode == ExitCode.SignalBase + LibC.SigInt ? ExitCode.Success : relay.CancelledCode; // Ctrl+C is how it ends
        }
        finally
        {
            if (live)
            {
                BareStream.WriteOutput("\e[?25h\e[?1049l");
            }
        }
    }

    private static bool Draw(IReadOnlyList<LockSight> sights, bool live)
    {
        List<string> lines = LsCommand.Lines(sights, live ? TerminalSize.Columns : 0).ToList();
        int held = sights.Count(OneLock.IsTaken);
        lines.Insert(0, FormattableString.Invariant($"{held} held, {sights.Sum(sight => sight.WaiterCount)} waiting.{(live ? " Ctrl+C ends." : string.Empty)}"));
        if (!live)
        {
            return BareStream.WriteOutput(string.Join('\n', lines) + "\n\n");
        }

        // Each line is cleared behind its end and the rest below: no flicker, as a cleared screen would.
        var screen = new StringBuilder("\e[H");
        foreach (string line in lines.Take(Math.Max(2, TerminalSize.Rows - 1)))
        {
            screen.Append(line).Append("\e[K\n");
        }

        return BareStream.WriteOutput(screen.Append("\e[J").ToString());
    }
}
