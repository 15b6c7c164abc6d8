using System.Globalization;

namespace BuildLock.Benchmarks.Report;

/// <summary>What an engine is to reach, and what it did.</summary>
internal sealed record Goal(string Row, string Peer, string What, double Value, double Limit, bool AtLeast = false)
{
    public bool Met => AtLeast ? Value >= Limit : Value <= Limit;

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{What} {Number.Text(Value)}, goal {(AtLeast ? "≥" : "≤")} {Limit:0.##}: {(Met ? "met" : "MISSED")}");
}
