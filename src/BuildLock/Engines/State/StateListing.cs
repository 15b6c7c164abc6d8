using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Keys;

namespace BuildLock.Engines.State;

/// <summary>Which locks an engine keeps in a root, by the names of their folders or files.</summary>
internal static class StateListing
{
    public static IEnumerable<string> Folders(IEnumerable<string> roots, string engine) => List(roots, engine, Directory.EnumerateDirectories);

    public static IEnumerable<string> Files(IEnumerable<string> roots, string engine) => List(roots, engine, Directory.EnumerateFiles);

    /// <summary>The lock's id, which is the end of its name.</summary>
    public static string IdOf(string path) => path.Length < 32 ? string.Empty : path.Substring(path.Length - 32);

    private static IEnumerable<string> List(IEnumerable<string> roots, string engine, Func<string, string, IEnumerable<string>> enumerate)
        => roots.SelectMany(root => Enumerate(root, StateRoot.Prefix(engine), enumerate)).Where(path => LockId.TryParse(IdOf(path), out _));

    private static List<string> Enumerate(string root, string prefix, Func<string, string, IEnumerable<string>> enumerate)
    {
        try
        {
            return enumerate(root, prefix + "*").ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new List<string>(); // not there, or another user's: nothing of it concerns who looks
        }
    }
}
