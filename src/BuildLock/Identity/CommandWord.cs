using System;
using System.Collections.Generic;
using System.IO;

namespace BuildLock.Identity;

/// <summary>What one word of a command line is, judged by its looks.</summary>
internal static class CommandWord
{
    // Of the .NET command line, two levels deep; "user-secrets set" shows "set" and not what is set.
    private static readonly HashSet<string> Verbs = new(StringComparer.OrdinalIgnoreCase)
    {
        "add", "build", "build-server", "cake", "clean", "delete", "dev-certs", "ef", "exec", "format", "fsi", "install", "list",
        "locals", "msbuild", "new", "nuget", "pack", "package", "project", "publish", "push", "reference", "remove", "restore",
        "run", "sdk", "search", "shutdown", "sign", "sln", "solution", "store", "test", "tool", "uninstall", "update",
        "user-secrets", "verify", "vstest", "watch", "workload",
    };

    public static bool IsBuilder(string program)
        => program.Equals("dotnet", StringComparison.OrdinalIgnoreCase) || program.Equals("msbuild", StringComparison.OrdinalIgnoreCase);

    public static bool IsVerb(string word) => Verbs.Contains(word);

    /// <summary>A project, a solution, a script or a package.</summary>
    public static bool IsBuilt(string word)
    {
        // Not Path.GetExtension, which throws for some characters on .NET Framework.
        string extension = word.Substring(Math.Max(word.LastIndexOf('.'), 0));
        return extension.EndsWith("proj", StringComparison.OrdinalIgnoreCase)
            || extension.StartsWith(".sln", StringComparison.OrdinalIgnoreCase)
            || extension is ".cs" or ".dll" or ".nupkg" or ".snupkg";
    }

    /// <summary>"/p:X=Y" is an option of MSBuild, "/src/App.sln" a path.</summary>
    public static bool IsOption(string word)
        => word.StartsWith("-", StringComparison.Ordinal)
            || (word.StartsWith("/", StringComparison.Ordinal) && (word.IndexOf(':') > 0 || word.IndexOf('/', 1) < 0) && !File.Exists(word));

    /// <summary>The word without a user's name and password (RFC 3986, section 3.2.1), and of an address only scheme and host:
    /// paths and queries carry keys too.</summary>
    public static string Masked(string word)
    {
        // Up to the last: a password that nobody has escaped may have the sign in it.
        int at = word.LastIndexOf('@');
        int scheme = word.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            int colon = word.IndexOf(':');
            return colon >= 0 && colon < at ? "…" + word.Substring(at) : word;
        }

        string host = word.Substring(Math.Max(scheme + 3, at + 1));
        int end = 0;
        while (end < host.Length && host[end] is not ('/' or '?' or '#' or '\\'))
        {
            end++;
        }

        return word.Substring(0, scheme + 3) + host.Substring(0, end) + (end < host.Length ? "/…" : string.Empty);
    }
}
