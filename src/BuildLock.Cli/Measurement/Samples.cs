using System;
using System.Collections.Generic;

namespace BuildLock.Cli.Measurement;

/// <summary>How long something took, many times.</summary>
internal sealed class Samples
{
    private readonly List<TimeSpan> _all = [];

    public int Count => _all.Count;

    public void Add(TimeSpan one) => _all.Add(one);

    /// <summary>The value that this share of all does not exceed (nearest rank): 0.5 is the median.</summary>
    public TimeSpan? At(double share)
    {
        if (_all.Count == 0)
        {
            return null;
        }

        _all.Sort();
        return _all[Math.Clamp((int)Math.Ceiling(share * _all.Count) - 1, 0, _all.Count - 1)];
    }
}
