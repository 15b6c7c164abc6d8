using System;
using System.Collections.Generic;
using System.IO;
using BuildLock.Text;

namespace BuildLock.Identity;

/// <summary>The command as waiters may see it: program, verb and files, without options, which may carry secrets.</summary>
internal static class CommandText
{
    private const int MaxLength = 160;

    /// <summary>The name that people know this program by, where its assembly has another. Set before anything is locked.</summary>
    public static string? KnownAs { get; set; }

    public static string Of(IReadOnlyList<string> arguments)
    {
        var words = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (i == 0)
            {
                // The main assembly of an SDK command is dotnet.dll; of an application it is its own.
                words.Add(KnownAs ?? Path.GetFileNameWithoutExtension(argument));
            }
            else if (argument == "--")
            {
                words.Add(argument); // what follows is a command of its own
            }
            else if (LooksLikeOption(argument))
            {
                // The next word may be the option's value ("--password hunter2", "-k hunter2"), so it goes too, unless it
                // is plainly what is built.
                bool hasValue = argument.IndexOf('=') < 0 && argument.IndexOf(':') < 0;
                if (hasValue && i + 1 < arguments.Count && arguments[i + 1] != "--" && !LooksLikeOption(arguments[i + 1]) && !LooksLikeProject(arguments[i + 1]))
                {
                    i++;
                }
            }
            else if (argument.IndexOf('=') < 0)
            {
                words.Add(argument);
            }
        }

        return DisplayText.OneLine(DisplayText.Cut(string.Join(" ", words), MaxLength));
    }

    /// <summary>The short name of a running program (proc(5), <c>/proc/&lt;pid&gt;/comm</c>), or <see langword="null"/>.</summary>
    public static string? ProgramOf(int process) => ReadProc(process, "comm")?.Trim();

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

    private static bool LooksLikeProject(string argument)
    {
        string extension = Path.GetExtension(argument);
        return extension.EndsWith("proj", StringComparison.OrdinalIgnoreCase) || extension.StartsWith(".sln", StringComparison.OrdinalIgnoreCase);
    }

    // "/p:X=Y" is an option of MSBuild, "/src/App.sln" a path.
    private static bool LooksLikeOption(string argument)
        => argument.StartsWith("-", StringComparison.Ordinal)
            || (argument.StartsWith("/", StringComparison.Ordinal) && (argument.IndexOf(':') > 0 || argument.IndexOf('/', 1) < 0) && !File.Exists(argument));
}
