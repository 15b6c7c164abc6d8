using System.Collections.Generic;
using BuildLock.Engines.State;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>An entry is a directory, with the holder's text and the marks in it. Nobody but its owner can mark it.</summary>
internal sealed class DirectoryForm : IEntryForm
{
    private const string HolderName = "holder";
    private const uint ModeForAll = 0x1ED; // octal 0755: others may look
    private const uint ModeForUser = 0x1C0; // octal 0700

    public IEnumerable<string> Enumerate(DirectoryHandle folder) => EntryListing.Numbered(folder, FileKind.Directory);

    public void CreateEmpty(DirectoryHandle folder, string entry, uint mode) => folder.TryCreateDirectory(entry, mode)!.Dispose();

    public bool TryClaim(DirectoryHandle folder, string entry, string holderText, LockScope scope)
    {
        string prepared = StateFiles.NewName(".claim-");
        bool claimed = false;
        try
        {
            using (DirectoryHandle made = folder.TryCreateDirectory(prepared, scope == LockScope.User ? ModeForUser : ModeForAll)!)
            {
                StateFiles.Create(made, HolderName, holderText, scope);
            }

            claimed = folder.TryRenameDirectory(prepared, entry);
            return claimed;
        }
        finally
        {
            if (!claimed)
            {
                StateRemoval.TryDeleteDirectory(folder, prepared); // no phantom left behind, neither by contention nor by a full disk
            }
        }
    }

    public IEntryFiles? TryOpen(DirectoryHandle folder, string entry)
        => folder.TryOpenDirectory(entry) is { } opened ? new Files(opened) : null;

    public bool TryDelete(DirectoryHandle folder, string entry) => StateRemoval.TryDeleteDirectory(folder, entry);

    private sealed class Files(DirectoryHandle entry) : IEntryFiles
    {
        public DirectoryHandle Place => entry;

        public string Holder => HolderName;

        public string Mark(string mark) => mark;

        public void Dispose() => entry.Dispose();
    }
}
