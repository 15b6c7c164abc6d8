using System;
using System.IO;

namespace BuildLock.MSBuild;

/// <summary>The page about a code. It lies in the package, so that it fits the version and needs no network.</summary>
internal static class HelpPages
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(HelpPages).Assembly.Location) ?? string.Empty, "..", "..", "docs");

    /// <returns>A link, which loggers show or put behind the code; <see langword="null"/> where the package's pages are not beside
    /// this assembly.</returns>
    public static string? LinkTo(string code)
    {
        string page = Path.GetFullPath(Path.Combine(Folder, code + ".md"));
        return File.Exists(page) ? new Uri(page).AbsoluteUri : null;
    }
}
