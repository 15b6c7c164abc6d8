using System.Collections.Generic;
using System.IO;
using BuildLock.Engines.State;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>An entry is a file with the holder's text in it; the marks lie beside it.</summary>
/// <remarks>It is written under another name first. One that was created under its own and then written to (O_EXCL) would have an
/// unknown holder in between, and for ever on a disk that is full just then.</remarks>
internal sealed class FileForm : IEntryForm
{
    public IEnumerable<string> Enumerate(string folder) => Directory.EnumerateFiles(folder);

    public void CreateEmpty(string entry, uint mode)
    {
        using var file = new FileStream(entry, FileMode.CreateNew);
    }

    public bool TryClaim(string entry, string holderText, LockScope scope)
    {
        string prepared = StateFiles.Beside(entry, ".claim-");
        bool claimed = false;
        try
        {
            using (FileStream file = StateFiles.TryCreate(prepared)!)
            {
                StateFiles.Write(file, holderText, scope);
            }

            claimed = AtomicRename.TryMoveFile(prepared, entry);
            return claimed;
        }
        finally
        {
            if (!claimed)
            {
                StateFiles.TryDelete(prepared); // no phantom left behind, neither by contention nor by a full disk
            }
        }
    }

    public string HolderFile(string entry) => entry;

    public string MarkFile(string entry, string mark) => entry + "." + mark;

    public bool TryDelete(string entry)
    {
        // The entry goes first: a mark without its entry means nothing, an entry without its mark would look held.
        return StateFiles.TryDelete(entry)
            && StateFiles.TryDelete(MarkFile(entry, EntryFolder.ReleasedMark))
            && StateFiles.TryDelete(MarkFile(entry, EntryFolder.ExpiredMark));
    }
}
