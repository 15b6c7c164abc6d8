using System.Collections.Generic;
using System.Linq;
using BuildLock.Engines.State;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>The names of a lock's folder that are numbers.</summary>
internal static class EntryListing
{
    /// <summary>Those of the kind that entries are made of. Of files, which another user may plant, that is all but
    /// directories, so that versions agree on which number is the highest.</summary>
    /// <exception cref="UntrustedFileException">A link has the name of a number: where it leads is not looked at, and to pass it over
    /// or to count it could each let two in, since another version may do the other.</exception>
    public static IEnumerable<string> Numbered(DirectoryHandle folder, FileKind kind)
    {
        foreach (DirectoryEntry entry in folder.Entries(StateRemoval.MostEntries))
        {
            if (!entry.Name.All(c => c is >= '0' and <= '9'))
            {
                continue;
            }

            FileKind? found = entry.Kind ?? folder.Status(entry.Name)?.Kind;
            if (found == FileKind.Link)
            {
                throw UntrustedFileException.OfKind(FileKind.Link, folder.PathOf(entry.Name));
            }

            if (found is { } there && (there == FileKind.Directory) == (kind == FileKind.Directory))
            {
                yield return entry.Name;
            }
        }
    }
}
