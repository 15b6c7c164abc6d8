using System;
using System.Collections.Generic;
using System.Linq;

namespace BuildLock.Conformance.Children;

/// <summary>
/// What test and child say to each other, one line each: a word, then <c>name=value</c> pairs. Values are escaped, so that
/// a key with blanks, line breaks or NUL travels like any other.
/// </summary>
public sealed class Line
{
    private readonly Dictionary<string, string> _fields;

    private Line(string word, Dictionary<string, string> fields)
    {
        Word = word;
        _fields = fields;
    }

    public string Word { get; }

    public IReadOnlyDictionary<string, string> Fields => _fields;

    public string this[string name]
        => _fields.TryGetValue(name, out string? value) ? value : throw new KeyNotFoundException($"No '{name}' in: {this}");

    public static Line Of(string word, params IEnumerable<(string Name, string? Value)> fields)
    {
        var known = new Dictionary<string, string>();
        foreach ((string name, string? value) in fields)
        {
            if (value is not null)
            {
                known[name] = value;
            }
        }

        return new Line(word, known);
    }

    public static Line Parse(string text)
    {
        string[] words = text.Split(' ');
        return Of(words[0], words.Skip(1).Select(w => w.Split('=', 2)).Select(p => (p[0], (string?)Uri.UnescapeDataString(p[1]))));
    }

    public bool Has(string name) => _fields.ContainsKey(name);

    public override string ToString()
        => string.Join(' ', _fields.Select(f => f.Key + "=" + Uri.EscapeDataString(f.Value)).Prepend(Word));
}
