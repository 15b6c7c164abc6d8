namespace BuildLock.Text;

/// <summary>Text from others, made fit for a line on somebody's terminal.</summary>
internal static class DisplayText
{
    /// <summary>One line, without characters that steer a terminal or turn the direction of what follows.</summary>
    public static string OneLine(string text)
    {
        char[]? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (Steers(text[i]) || IsLone(text, i))
            {
                clean ??= text.ToCharArray();
                clean[i] = ' ';
            }
        }

        return clean is null ? text : new string(clean);
    }

    /// <summary>At most so many characters, the last a sign that some are missing; no surrogate pair is torn.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        int end = length - 1;
        return text.Substring(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end) + "…";
    }

    private static bool IsLone(string text, int i)
        => char.IsSurrogate(text[i])
            && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            && !(i > 0 && char.IsSurrogatePair(text[i - 1], text[i]));

    // Controls, line and paragraph separator, and the bidirectional controls (Unicode standard annex 9).
    private static bool Steers(char c)
        => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
