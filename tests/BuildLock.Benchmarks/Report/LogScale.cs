using System;
using System.Collections.Generic;

namespace BuildLock.Benchmarks.Report;

/// <summary>Where a value lies on an axis of powers of ten.</summary>
internal sealed class LogScale
{
    private readonly double _from;
    private readonly double _to;
    private readonly double _low;
    private readonly double _high;

    /// <summary>From whole powers of ten around the least and the greatest value.</summary>
    public LogScale(double least, double greatest, double low, double high)
    {
        _from = Math.Floor(Math.Log10(least));
        _to = Math.Max(_from + 1, Math.Ceiling(Math.Log10(greatest)));
        (_low, _high) = (low, high);
    }

    public IEnumerable<double> Powers
    {
        get
        {
            for (double power = _from; power <= _to; power++)
            {
                yield return Math.Pow(10, power);
            }
        }
    }

    public double At(double value) => _low + ((Math.Log10(value) - _from) / (_to - _from) * (_high - _low));
}
