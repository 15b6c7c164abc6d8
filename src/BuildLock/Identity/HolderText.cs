using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using BuildLock.Text;

namespace BuildLock.Identity;

/// <summary>
/// Holder information as text, for files and the wire: a line for each field, <c>name: value</c>. Readers pass over names
/// they do not know and live without names they miss, so that versions of BuildLock understand each other.
/// </summary>
internal static class HolderText
{
    /// <summary>How every text begins.</summary>
    public const string Start = "format: 1";

    public static string Write(LockHolder holder, params (string Name, string Value)[] more)
    {
        var text = new StringBuilder();
        ProcessIdentity process = holder.Process;
        text.Append(Start).Append('\n');
        Line(text, "id", holder.Id);
        Line(text, "pid", process.Id.ToString(CultureInfo.InvariantCulture));
        Line(text, "started", process.Started);
        Line(text, "host", process.Host);
        Line(text, "pidns", process.PidNamespace);
        Line(text, "netns", process.NetworkNamespace);
        Line(text, "command", process.Command);
        Line(text, "user", process.User);
        Line(text, "machine", process.Machine);
        Line(text, "job", process.Job ?? string.Empty);
        Line(text, "description", holder.Description);
        Line(text, Since, holder.Since.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        Line(text, Enter, holder.EnterHash);
        foreach ((string name, string value) in more)
        {
            Line(text, name, value);
        }

        // The last line shows that nothing is missing: a half-written text is an unknown holder, never a wrong one.
        return text.Append("end\n").ToString();
    }

    /// <summary>The field of when it was taken, or of when a waiter began to wait.</summary>
    public const string Since = "since";

    /// <summary>The field with what proves a child's right to enter the hold (see <c>EntryToken</c>).</summary>
    public const string Enter = "enter";

    /// <summary>What this process says of itself while it waits.</summary>
    public static string OfWaiter(DateTimeOffset since)
    {
        ProcessIdentity process = ProcessIdentity.ForNewHold();
        var text = new StringBuilder();
        text.Append(Start).Append('\n');
        Line(text, "pid", process.Id.ToString(CultureInfo.InvariantCulture));
        Line(text, "started", process.Started);
        Line(text, "host", process.Host);
        Line(text, "pidns", process.PidNamespace);
        Line(text, "command", process.Command);
        Line(text, "user", process.User);
        Line(text, "machine", process.Machine);
        Line(text, "job", process.Job ?? string.Empty);
        Line(text, Since, since.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        return text.Append("end\n").ToString();
    }

    public static bool IsWhole(string text) => text.EndsWith("\nend\n", StringComparison.Ordinal);

    /// <returns>The fields, or <see langword="null"/> when the text is not whole.</returns>
    public static IReadOnlyDictionary<string, string>? ReadFields(string text)
    {
        if (!IsWhole(text))
        {
            return null;
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0)
            {
                fields[line.Substring(0, colon)] = DisplayText.Field(line.Substring(colon + 2), FieldLength.Any);
            }
        }

        return fields;
    }

    /// <returns>The holder, or <see langword="null"/> when the fields do not make one.</returns>
    public static LockHolder? ReadHolder(IReadOnlyDictionary<string, string>? fields)
    {
        if (fields is null
            || !fields.TryGetValue("id", out string? id)
            || !IsId(id)
            || !int.TryParse(Get(fields, "pid"), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
            || !DateTimeOffset.TryParse(Get(fields, Since), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset since))
        {
            return null;
        }

        var process = new ProcessIdentity
        {
            Id = pid,
            Started = Get(fields, "started"),
            Host = Get(fields, "host"),
            PidNamespace = Get(fields, "pidns"),
            NetworkNamespace = Get(fields, "netns"),
            Command = Shown(fields, "command", FieldLength.Command),
            User = Shown(fields, "user", FieldLength.User),
            Machine = Shown(fields, "machine", FieldLength.Machine),
            Job = Job(fields),
        };
        return new LockHolder(process, id, Shown(fields, "description", FieldLength.Description), since) { EnterHash = Get(fields, Enter) };
    }

    public static string Get(IReadOnlyDictionary<string, string> fields, string name)
        => fields.TryGetValue(name, out string? value) ? value : string.Empty;

    /// <summary>Reads what <see cref="OfWaiter"/> says.</summary>
    public static ProcessIdentity ReadWaiter(IReadOnlyDictionary<string, string> fields) => new()
    {
        Id = int.TryParse(Get(fields, "pid"), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0,
        Started = Get(fields, "started"),
        Host = Get(fields, "host"),
        PidNamespace = Get(fields, "pidns"),
        Command = Shown(fields, "command", FieldLength.Command),
        User = Shown(fields, "user", FieldLength.User),
        Machine = Shown(fields, "machine", FieldLength.Machine),
        Job = Job(fields),
    };

    private static string Shown(IReadOnlyDictionary<string, string> fields, string name, int length)
        => DisplayText.Cut(Get(fields, name), length);

    private static string? Job(IReadOnlyDictionary<string, string> fields)
        => Shown(fields, "job", FieldLength.Job) is { Length: > 0 } job ? job : null;

    // Messages put it into a command that people copy: letters and digits, and nothing that a shell would act on.
    private static bool IsId(string id)
    {
        const int Longest = 32;
        foreach (char c in id)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')))
            {
                return false;
            }
        }

        return id.Length is > 0 and <= Longest;
    }

    // Cleaned both ways: line breaks could forge fields, and what a stranger wrote is shown on terminals.
    private static void Line(StringBuilder text, string name, string value)
        => text.Append(name).Append(": ").Append(DisplayText.OneLine(value)).Append('\n');
}
