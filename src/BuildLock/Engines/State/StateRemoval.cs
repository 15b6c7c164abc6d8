using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Platform;

namespace BuildLock.Engines.State;

/// <summary>Deletes what locks leave behind: known names in folders that are held open, and nothing below them.</summary>
/// <remarks>There is no deletion of a folder with whatever is in it. Who owns a folder can put a link into the place of one below it
/// while such a walk is under way, and have it go on in another user's files. What has other names than ours is left, and
/// with it the folder around it. A name that stands for something else than it should loses that name only, and only its
/// owner, or the folder's, can have put it there.</remarks>
internal static class StateRemoval
{
    /// <summary>What a lock's folder may have at most, with what others put there.</summary>
    public const int MostEntries = 100_000;

    // What an entry of lockdir has: HolderText and two marks.
    private static readonly string[] NamesInEntry = { "holder", "released", "expired" };

    private static readonly string[] MarkSuffixes = { ".released", ".expired" };

    /// <summary>Deletes an entry, of either form, or the preparation of one. The marks of a file lie beside it and stay.</summary>
    /// <returns>Whether it is gone.</returns>
    public static bool TryDeleteEntry(DirectoryHandle folder, string name) => folder.TryDeleteFile(name) || TryDeleteDirectory(folder, name);

    /// <summary>Deletes an entry that is a directory, or the preparation of one.</summary>
    /// <returns>Whether it is gone.</returns>
    public static bool TryDeleteDirectory(DirectoryHandle folder, string name)
    {
        try
        {
            using DirectoryHandle? entry = folder.TryOpenDirectory(name);
            foreach (string known in NamesInEntry)
            {
                // The last name is rare: without it the directory can go now.
                if (known == NamesInEntry[NamesInEntry.Length - 1] && folder.TryDeleteDirectory(name))
                {
                    return true;
                }

                entry?.TryDeleteFile(known);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // another user's, or no entry
        }

        return folder.TryDeleteDirectory(name);
    }

    /// <summary>Deletes a lock's folder with all that locks put into it.</summary>
    /// <returns>Whether it is gone.</returns>
    public static bool TryDeleteFolder(DirectoryHandle root, string name)
    {
        try
        {
            using DirectoryHandle? folder = root.TryOpenDirectory(name);
            if (folder is not null)
            {
                DeleteContent(folder, _ => true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // another user's, or no folder
        }

        return root.TryDeleteDirectory(name);
    }

    /// <summary>Deletes those of a lock's files that are chosen by name. Marks go last: an entry without its mark would look
    /// held.</summary>
    public static void DeleteContent(DirectoryHandle folder, Func<string, bool> isChosen)
    {
        IReadOnlyList<string> names = folder.Names(MostEntries);
        foreach (string name in names.Where(name => (IsNumber(name) || IsPrepared(name)) && isChosen(name)))
        {
            TryDeleteEntry(folder, name);
        }

        foreach (string name in names.Where(name => IsMarkOfFile(name) && isChosen(name)))
        {
            folder.TryDeleteFile(name);
        }
    }

    /// <summary>Whether it is what a crash between preparing and naming leaves in a lock's folder.</summary>
    public static bool IsPrepared(string name)
        => name.StartsWith(".claim-", StringComparison.Ordinal) || name.StartsWith(".mark-", StringComparison.Ordinal) || name.StartsWith(".probe-", StringComparison.Ordinal);

    private static bool IsMarkOfFile(string name)
        => Array.Exists(MarkSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal) && IsNumber(name.Substring(0, name.Length - suffix.Length)));

    private static bool IsNumber(string name) => name.Length > 0 && name.All(c => c is >= '0' and <= '9');
}
