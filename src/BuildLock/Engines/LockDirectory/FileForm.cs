using System.Collections.Generic;
using BuildLock.Engines.State;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>An entry is a file with the holder's text in it; the marks lie beside it.</summary>
/// <remarks>It is written under another name first. One that was created under its own and then written to (O_EXCL) would have an
/// unknown holder in between, and for ever on a disk that is full just then.</remarks>
internal sealed class FileForm : IEntryForm
{
    private const uint Readable = 0x1A4; // octal 0644

    public IEnumerable<string> Enumerate(DirectoryHandle folder) => EntryListing.Numbered(folder, FileKind.File);

    public void CreateEmpty(DirectoryHandle folder, string entry, uint mode) => folder.TryCreateFile(entry, Readable)!.Dispose();

    public bool TryClaim(DirectoryHandle folder, string entry, string holderText, LockScope scope)
    {
        string prepared = StateFiles.NewName(".claim-");
        bool claimed = false;
        try
        {
            StateFiles.Create(folder, prepared, holderText, scope);
            claimed = folder.TryRenameFile(prepared, folder, entry);
            return claimed;
        }
        finally
        {
            if (!claimed)
            {
                folder.TryDeleteFile(prepared); // no phantom left behind, neither by contention nor by a full disk
            }
        }
    }

    public IEntryFiles? TryOpen(DirectoryHandle folder, string entry) => new Files(folder, entry);

    public bool TryDelete(DirectoryHandle folder, string entry)
    {
        // The entry goes first: a mark without its entry means nothing, an entry without its mark would look held.
        using var files = new Files(folder, entry);
        return folder.TryDeleteFile(entry)
            && folder.TryDeleteFile(files.Mark(EntryFolder.ReleasedMark))
            && folder.TryDeleteFile(files.Mark(EntryFolder.ExpiredMark));
    }

    private sealed class Files(DirectoryHandle folder, string entry) : IEntryFiles
    {
        public DirectoryHandle Place => folder;

        public string Holder => entry;

        public string Mark(string mark) => entry + "." + mark;

        public void Dispose()
        {
        }
    }
}
