using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Keys;
using BuildLock.Platform;

namespace BuildLock.Engines.State;

/// <summary>Which locks an engine keeps in a root, by the names of their folders or files.</summary>
internal static class StateListing
{
    public static IEnumerable<string> Folders(IEnumerable<string> roots, string engine) => List(roots, engine, FileKind.Directory);

    public static IEnumerable<string> Files(IEnumerable<string> roots, string engine) => List(roots, engine, FileKind.File);

    /// <summary>The lock's id, which is the end of its name.</summary>
    public static string IdOf(string path) => path.Length < 32 ? string.Empty : path.Substring(path.Length - 32);

    private static IEnumerable<string> List(IEnumerable<string> roots, string engine, FileKind kind)
        => roots.SelectMany(root => Enumerate(root, StateRoot.Prefix(engine), kind)).Where(path => LockId.TryParse(IdOf(path), out _));

    private static List<string> Enumerate(string root, string prefix, FileKind kind)
    {
        try
        {
            using DirectoryHandle? folder = StateRoot.TryOpen(root);
            return folder is null ? new List<string>() : folder.Entries(StateRemoval.MostEntries)
                .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal) && (entry.Kind ?? folder.Status(entry.Name)?.Kind) == kind)
                .Select(entry => Path.Combine(root, entry.Name))
                .ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new List<string>(); // not there, or another user's: nothing of it concerns who looks
        }
    }
}
