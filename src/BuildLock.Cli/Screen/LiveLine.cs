using System;
using System.Threading;
using BuildLock.Platform;
using BuildLock.Settings;
using BuildLock.Text;

namespace BuildLock.Cli.Screen;

/// <summary>One line on a terminal that shows that the wait goes on: spinner, time, holder, place, and how to see more.</summary>
internal sealed class LiveLine : IDisposable
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(120);

    private readonly object _gate = new();
    private readonly string _key;
    private readonly TimeSpan _timeout;
    private readonly Timer _timer;
    private LockWaiting? _last;
    private TimeSpan _seen;
    private int _frame;

    private LiveLine(LockKey key, TimeSpan timeout)
    {
        _key = DisplayText.OneLine(key.Text);
        _timeout = timeout;
        _timer = new Timer(_ => Draw(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <returns>The line, or <see langword="null"/> where there is no terminal or nothing is to be said.</returns>
    public static LiveLine? For(LockKey key, LockOptions options, Verbosity verbosity)
        => StandardError.IsTerminal && verbosity > Verbosity.Quiet
            ? new LiveLine(key, EnvironmentSettings.Complete(options).Timeout ?? Setting.DefaultTimeout)
            : null;

    public void Show(LockWaiting waiting)
    {
        lock (_gate)
        {
            _last = waiting;
            _seen = MonotonicClock.Now;
            _timer.Change(TimeSpan.Zero, Step);
        }
    }

    /// <summary>Takes the line away; what is written next begins where it stood.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_last is not null)
            {
                _last = null;
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                StandardError.Write("\r\e[K");
            }
        }
    }

    public void Dispose()
    {
        Clear();
        _timer.Dispose();
    }

    /// <summary>The line's text for a moment of a wait.</summary>
    internal static string Text(string key, TimeSpan waited, TimeSpan timeout, LockHolder? holder, int? place)
    {
        string of = timeout == Timeout.InfiniteTimeSpan ? string.Empty : " of " + LockDuration.Format(timeout);
        string who = holder is null ? "holder unknown" : $"held for {LockDuration.Format(holder.HeldFor)} by {holder}";
        string queue = place is { } n ? FormattableString.Invariant($", place {n} in line") : string.Empty;

        // The holder last: it is what a narrow terminal cuts, and the words before it say how to see it whole.
        return $"Waiting for '{key}' {LockDuration.Format(waited)}{of}{queue} (more: buildlock who {key}): {who}";
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (_last is not { } last)
            {
                return; // cleared while this call was on its way
            }

            string text = Text(_key, last.Waited + (MonotonicClock.Now - _seen), _timeout, last.Holder, last.Position);
            _frame = (_frame + 1) % Frames.Length;

            // Cut to the terminal's width: a line that wraps cannot be taken away again.
            string line = DisplayText.Cut($"{Frames[_frame]} {text}", Math.Max(20, TerminalSize.Columns - 1));
            StandardError.Write("\r" + (StandardError.HasColor ? $"\e[36m{line[..1]}\e[0m{line[1..]}" : line) + "\e[K");
        }
    }
}
