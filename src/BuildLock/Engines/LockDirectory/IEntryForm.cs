using System.Collections.Generic;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>What an entry is made of: all that sets the engines <c>lockdir</c> and <c>lockfile</c> apart.</summary>
internal interface IEntryForm
{
    /// <summary>Names in the folder that may be entries; the caller looks at the numbers.</summary>
    IEnumerable<string> Enumerate(DirectoryHandle folder);

    /// <summary>Makes an entry without holder, in a folder that nobody else sees yet.</summary>
    void CreateEmpty(DirectoryHandle folder, string entry, uint mode);

    /// <summary>Creates the entry, exclusively.</summary>
    /// <returns><see langword="false"/> when it exists.</returns>
    bool TryClaim(DirectoryHandle folder, string entry, string holderText, LockScope scope);

    /// <summary>Opens the entry.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    IEntryFiles? TryOpen(DirectoryHandle folder, string entry);

    /// <summary>Deletes the entry with all that belongs to it.</summary>
    /// <returns>Whether it is gone.</returns>
    bool TryDelete(DirectoryHandle folder, string entry);
}
