using System;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>Where the files of one entry lie. Disposing closes what was opened for it, and not the lock's folder.</summary>
internal interface IEntryFiles : IDisposable
{
    /// <summary>The directory that they are in.</summary>
    DirectoryHandle Place { get; }

    /// <summary>The name of the file with the holder's text.</summary>
    string Holder { get; }

    /// <summary>The name whose existence is the mark.</summary>
    string Mark(string mark);
}
