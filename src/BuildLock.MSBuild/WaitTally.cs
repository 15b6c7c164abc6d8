using System;
using System.Collections.Generic;
using System.Linq;

namespace BuildLock.MSBuild;

/// <summary>What the projects of this build have waited for in this process, until each reports it.</summary>
internal sealed class WaitTally
{
    private readonly List<Wait> _waits = new(); // also the gate

    /// <summary>Whether there is nothing to report, which is cheap to ask.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_waits)
            {
                return _waits.Count == 0;
            }
        }
    }

    public void Add(string owner, LockKey key, TimeSpan waited, LockHolder? holder)
    {
        if (waited > TimeSpan.Zero)
        {
            lock (_waits)
            {
                _waits.Add(new Wait(owner, key.ToString(), waited, holder?.ToString() ?? "an unknown holder"));
            }
        }
    }

    /// <returns>How long and a text, for each key that the project has waited for since it was asked last.</returns>
    public IReadOnlyList<(TimeSpan Waited, string Text)> Take(string owner)
    {
        lock (_waits)
        {
            List<(TimeSpan, string)> texts = _waits
                .Where(wait => wait.Owner == owner)
                .GroupBy(wait => wait.Key, StringComparer.Ordinal)
                .Select(waits => Text(waits.Key, waits.Select(wait => wait.Waited).ToList(), waits.Select(wait => wait.Holder).Distinct(StringComparer.Ordinal).ToList()))
                .ToList();
            _waits.RemoveAll(wait => wait.Owner == owner);
            return texts;
        }
    }

    private static (TimeSpan, string) Text(string key, List<TimeSpan> waits, List<string> holders)
    {
        var sum = TimeSpan.FromTicks(waits.Sum(wait => wait.Ticks));
        string often = waits.Count == 1 ? "once" : FormattableString.Invariant($"{waits.Count} times");
        string others = holders.Count == 1 ? string.Empty : FormattableString.Invariant($" and {holders.Count - 1} more");
        return (sum, FormattableString.Invariant($"Waited {often} for lock '{key}', {sum.TotalSeconds:0.0} s in all, for {holders[0]}{others}."));
    }

    private sealed record Wait(string Owner, string Key, TimeSpan Waited, string Holder);
}
