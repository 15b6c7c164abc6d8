namespace BuildLock.Text;

/// <summary>Text from others, made fit for a line on a terminal or in a build's log. The one place that decides what is fit.</summary>
internal static class DisplayText
{
    /// <summary>One line, which steers no terminal, has nothing in it that cannot be seen, and commands no build server.</summary>
    /// <remarks>Characters become spaces and never vanish: what stood on both sides of one must not come together to a
    /// command. Applied twice it changes nothing more, so that who writes and who reads may both apply it.</remarks>
    public static string OneLine(string text) => LogCommands.Break(Blank(text));

    /// <summary><see cref="OneLine"/>, and at most so many characters.</summary>
    public static string Field(string text, int length) => Cut(OneLine(text), length);

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

    private static string Blank(string text)
    {
        char[]? clean = null;
        int i = 0;
        while (i < text.Length)
        {
            int length = UnseenCharacter.LengthAt(text, i);
            for (int end = i + length; i < end; i++)
            {
                clean ??= text.ToCharArray();
                clean[i] = ' ';
            }

            i += length > 0 ? 0 : char.IsHighSurrogate(text[i]) ? 2 : 1;
        }

        return clean is null ? text : new string(clean);
    }
}
