using System;
using System.Text;

namespace BuildLock.Text;

/// <summary>Takes from text what programs that read a build's log act on.</summary>
/// <remarks>
/// <para>A space goes between the signs, so that people still read what was written:</para>
/// <list type="bullet">
/// <item><c>##</c>: Azure Pipelines (<c>##vso[</c>, <c>##[</c>), GitHub Actions (<c>##[</c>) and TeamCity (<c>##teamcity[</c>) look for
/// it anywhere in a line. The first two search with the rules of a language, which pass over characters without weight, such
/// as the Arabic tatweel or Hebrew accents: <c>#ـ#vso[</c> is a command too. So what is not ASCII counts as nothing between two
/// signs.</item>
/// <item><c>::</c> where a line begins: GitHub Actions, after spaces, by the same rules.</item>
/// <item><c>---</c>, <c>+++</c>, <c>~~~</c>, <c>^^^</c> where a line begins: Buildkite's groups.</item>
/// </list>
/// <para><c>error X1:</c> and <c>warning X1:</c> are what MSBuild's <c>Exec</c> takes for errors and warnings in what a command
/// prints, and fails the build for; so do the problem matchers of GitHub. The colon becomes a semicolon.</para>
/// <para>GitLab's and Travis's sections and Jenkins's notes begin with an escape or end with a carriage return, which are blanked
/// before.</para>
/// </remarks>
internal static class LogCommands
{
    public static string Break(string text) => BreakVerdicts(BreakHashes(BreakLineMark(text)));

    private static string BreakLineMark(string text)
    {
        int start = 0;
        while (start < text.Length && (char.IsWhiteSpace(text[start]) || IsForeign(text[start])))
        {
            start++;
        }

        return start < text.Length && (StartsGitHubCommand(text, start) || StartsGroup(text, start)) ? text.Insert(start + 1, " ") : text;
    }

    private static bool StartsGitHubCommand(string text, int start) => text[start] == ':' && NextSign(text, start) == ':';

    private static bool StartsGroup(string text, int start)
        => text[start] is var sign and ('-' or '+' or '~' or '^') && start + 2 < text.Length && text[start + 1] == sign && text[start + 2] == sign;

    private static string BreakHashes(string text)
    {
        StringBuilder? broken = null;
        int done = 0;

        // Ends: each turn begins behind the sign that the one before has found.
        for (int i = text.IndexOf('#'); i >= 0; i = text.IndexOf('#', i + 1))
        {
            if (NextSign(text, i) == '#')
            {
                (broken ??= new StringBuilder()).Append(text, done, i + 1 - done).Append(' ');
                done = i + 1;
            }
        }

        return broken is null ? text : broken.Append(text, done, text.Length - done).ToString();
    }

    // MSBuild's rule (its CanonicalError): the word, then at most one more, then a colon.
    private static string BreakVerdicts(string text)
    {
        if (text.IndexOf(':') < 0 || (text.IndexOf("error", StringComparison.OrdinalIgnoreCase) < 0 && text.IndexOf("warn", StringComparison.OrdinalIgnoreCase) < 0))
        {
            return text; // nearly all text
        }

        char[]? broken = null;
        for (int i = 0; i < text.Length; i++)
        {
            int end = EndOfVerdict(text, i);
            if (end > 0 && ColonBehind(text, end) is >= 0 and var colon)
            {
                broken ??= text.ToCharArray();
                broken[colon] = ';';
            }
        }

        return broken is null ? text : new string(broken);
    }

    private static int EndOfVerdict(string text, int start)
    {
        bool beginsWord = start == 0 || !char.IsLetterOrDigit(text[start - 1]);
        return beginsWord && Says(text, start, "error") ? start + "error".Length
            // Without regard to case, some languages take a dotless or a dotted letter for the third from the end.
            : beginsWord && Says(text, start, "warn") && Says(text, start + 5, "ng") ? start + "warning".Length
            : -1;
    }

    private static bool Says(string text, int start, string word)
        => string.Compare(text, start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;

    private static int ColonBehind(string text, int start)
    {
        int i = start;
        if (i < text.Length && text[i] == ' ')
        {
            i = SkipSpace(text, i);
            while (i < text.Length && text[i] != ' ' && text[i] != ':')
            {
                i++;
            }
        }

        i = SkipSpace(text, i);
        return i < text.Length && text[i] == ':' ? i : -1;
    }

    private static int SkipSpace(string text, int start)
    {
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return start;
    }

    private static char NextSign(string text, int start)
    {
        for (int i = start + 1; i < text.Length; i++)
        {
            if (!IsForeign(text[i]))
            {
                return text[i];
            }
        }

        return '\0';
    }

    private static bool IsForeign(char c) => c > '~';
}
