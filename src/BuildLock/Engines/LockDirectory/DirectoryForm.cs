using System.Collections.Generic;
using System.IO;
using BuildLock.Engines.State;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>An entry is a directory, with the holder's text and the marks in it. Nobody but its owner can mark it.</summary>
internal sealed class DirectoryForm : IEntryForm
{
    private const uint ModeForAll = 0x1ED; // octal 0755: others may look
    private const uint ModeForUser = 0x1C0; // octal 0700

    public IEnumerable<string> Enumerate(string folder) => Directory.EnumerateDirectories(folder);

    public void CreateEmpty(string entry, uint mode) => StateRoot.MakeShared(entry, mode);

    public bool TryClaim(string entry, string holderText, LockScope scope)
    {
        string prepared = StateFiles.Beside(entry, ".claim-");
        StateRoot.MakeShared(prepared, scope == LockScope.User ? ModeForUser : ModeForAll);
        bool claimed = false;
        try
        {
            using (FileStream file = StateFiles.TryCreate(HolderFile(prepared))!)
            {
                StateFiles.Write(file, holderText, scope);
            }

            claimed = AtomicRename.TryMove(prepared, entry);
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

    public string HolderFile(string entry) => Path.Combine(entry, "holder");

    public string MarkFile(string entry, string mark) => Path.Combine(entry, mark);

    public bool TryDelete(string entry) => StateFiles.TryDelete(entry);
}
