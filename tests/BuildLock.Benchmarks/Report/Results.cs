using System.Collections.Generic;
using System.Linq;

namespace BuildLock.Benchmarks.Report;

/// <summary>All that a run found.</summary>
internal sealed class Results
{
    private readonly List<Figure> _figures = [];
    private readonly List<Note> _notes = [];
    private readonly Dictionary<(string Row, string Peer), Samples> _samples = [];

    public IReadOnlyList<Figure> Figures => _figures;

    public IReadOnlyList<Note> Notes => _notes;

    public void Add(string row, string peer, string name, double value, string unit)
        => _figures.Add(new Figure(row, peer, name, value, unit));

    public void Say(string row, string peer, string text) => _notes.Add(new Note(row, peer, text));

    /// <summary>Where the samples of one peer gather over all rounds.</summary>
    public Samples Of(string row, string peer)
    {
        if (!_samples.TryGetValue((row, peer), out Samples? samples))
        {
            _samples[(row, peer)] = samples = new Samples();
        }

        return samples;
    }

    public double? Find(string row, string peer, string name)
        => _figures.FirstOrDefault(f => f.Row == row && f.Peer == peer && f.Name == name)?.Value;
}
