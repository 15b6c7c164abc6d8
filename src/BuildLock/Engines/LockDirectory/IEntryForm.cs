using System.Collections.Generic;

namespace BuildLock.Engines.LockDirectory;

/// <summary>What an entry is made of: all that sets the engines <c>lockdir</c> and <c>lockfile</c> apart.</summary>
internal interface IEntryForm
{
    /// <summary>Paths in the folder that may be entries; the caller looks at the names.</summary>
    IEnumerable<string> Enumerate(string folder);

    /// <summary>Makes an entry without holder, in a folder that nobody else sees yet.</summary>
    void CreateEmpty(string entry, uint mode);

    /// <summary>Creates the entry, exclusively.</summary>
    /// <returns><see langword="false"/> when it exists.</returns>
    bool TryClaim(string entry, string holderText, LockScope scope);

    /// <summary>Where the holder's text stands.</summary>
    string HolderFile(string entry);

    /// <summary>The file whose existence is the mark.</summary>
    string MarkFile(string entry, string mark);

    /// <summary>Deletes the entry with all that belongs to it.</summary>
    /// <returns>Whether it is gone.</returns>
    bool TryDelete(string entry);
}
