using System;
using System.Collections.Generic;
using System.IO;
using BuildLock.Text;

namespace BuildLock.Identity;

/// <summary>The command as others may see it, who wait, read a journal or list locks: what it is, without what may be secret.</summary>
/// <remarks>A secret looks like any other word, so words are shown for what they are, not hidden for what they may be: the
/// program, the word after it unless that is an option, and of <c>dotnet</c> and <c>msbuild</c> their verbs and the files they
/// build. Of addresses only the host.</remarks>
internal static class CommandText
{
    /// <summary>The name that people know this program by, where its assembly has another. Set before anything is locked.</summary>
    public static string? KnownAs { get; set; }

    public static string Of(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            return string.Empty;
        }

        // The main assembly of an SDK command is dotnet.dll; of an application it is its own.
        string program = KnownAs ?? Path.GetFileNameWithoutExtension(arguments[0]);
        var words = new List<string> { program };
        int dashes = program == "buildlock" ? IndexOf(arguments, "--") : -1;
        Add(words, program, arguments, 1, dashes < 0 ? arguments.Count : dashes);
        if (dashes >= 0)
        {
            words.Add("--"); // what follows is a command of its own; with any other program these are its arguments
            if (dashes + 1 < arguments.Count && arguments[dashes + 1].IndexOf('=') < 0)
            {
                words.Add(CommandWord.Masked(arguments[dashes + 1]));
                Add(words, Path.GetFileNameWithoutExtension(arguments[dashes + 1]), arguments, dashes + 2, arguments.Count);
            }
        }

        return DisplayText.Field(string.Join(" ", words), FieldLength.Command);
    }

    /// <summary>The short name of a running program (proc(5), <c>/proc/&lt;pid&gt;/comm</c>), or <see langword="null"/>.</summary>
    public static string? ProgramOf(int process)
        => ReadProc(process, "comm") is { } name ? DisplayText.Field(name.Trim(), FieldLength.Command) : null;

    /// <summary>Whether a process is a node of MSBuild, which projects of one build are spread over. Linux only.</summary>
    public static bool IsBuildNode(int process)
        => ReadProc(process, "cmdline") is { } line && line.IndexOf("/nodemode:", StringComparison.OrdinalIgnoreCase) >= 0;

    private static string? ReadProc(int process, string file)
    {
        try
        {
            return File.ReadAllText(FormattableString.Invariant($"/proc/{process}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // gone, hidden, or no such file system
        }
    }

    private static void Add(List<string> words, string program, IReadOnlyList<string> arguments, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            string word = arguments[i];
            if (CommandWord.IsOption(word))
            {
                // The next word may be the option's value ("--password build", "-k restore"), so it goes too, unless it is plainly
                // what is built.
                bool mayHaveValue = word.IndexOf('=') < 0 && word.IndexOf(':') < 0;
                if (mayHaveValue && i + 1 < to && !CommandWord.IsOption(arguments[i + 1]) && !CommandWord.IsBuilt(arguments[i + 1]))
                {
                    i++;
                }
            }
            else if (word.IndexOf('=') < 0 && IsShown(program, word, isFirst: i == from, arguments, i))
            {
                words.Add(CommandWord.Masked(word));
            }
        }
    }

    private static bool IsShown(string program, string word, bool isFirst, IReadOnlyList<string> arguments, int place)
        => isFirst
            || (program == "buildlock" && place == 2 && arguments[1] is "run" or "wait" or "who") // the key, which is shown anyway
            || (CommandWord.IsBuilder(program) && (CommandWord.IsVerb(word) || CommandWord.IsBuilt(word)));

    private static int IndexOf(IReadOnlyList<string> arguments, string word)
    {
        for (int i = 1; i < arguments.Count; i++)
        {
            if (arguments[i] == word)
            {
                return i;
            }
        }

        return -1;
    }
}
