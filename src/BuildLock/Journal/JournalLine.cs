using System;
using System.Globalization;
using System.Text;
using BuildLock.Platform;

namespace BuildLock.Journal;

/// <summary>One line of the journal: a JSON object, written by hand because the core has no dependencies.</summary>
/// <remarks>Readers pass over names that they do not know. A name never changes its meaning.</remarks>
internal sealed class JournalLine
{
    private readonly StringBuilder _text = new("{");

    public JournalLine(string happening, DateTimeOffset at)
    {
        Text("event", happening);
        Text("at", Time(at));
    }

    public static DateTimeOffset Now => WallClock.Now;

    /// <summary>Left out when there is nothing to say.</summary>
    public JournalLine Text(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Name(name).Append('"');
            Escape(value!);
            _text.Append('"');
        }

        return this;
    }

    public JournalLine Number(string name, long value)
    {
        Name(name).Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>In milliseconds, to the microsecond.</summary>
    public JournalLine Span(string name, TimeSpan value)
    {
        Name(name).Append(value.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Left out when it is not so.</summary>
    public JournalLine Flag(string name, bool value)
    {
        if (value)
        {
            Name(name).Append("true");
        }

        return this;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString() + "}\n");

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private StringBuilder Name(string name)
        => (_text.Length > 1 ? _text.Append(',') : _text).Append('"').Append(name).Append("\":");

    // RFC 8259, section 7: quotation mark, backslash and control characters have to be escaped. Half a surrogate pair has no
    // UTF-8 and would make the whole line unreadable.
    private void Escape(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c is '"' or '\\')
            {
                _text.Append('\\').Append(c);
            }
            else if (c < ' ')
            {
                _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else if (!char.IsSurrogate(c))
            {
                _text.Append(c);
            }
            else if (i + 1 < value.Length && char.IsSurrogatePair(c, value[i + 1]))
            {
                _text.Append(c).Append(value[++i]);
            }
            else
            {
                _text.Append('\uFFFD');
            }
        }
    }
}
