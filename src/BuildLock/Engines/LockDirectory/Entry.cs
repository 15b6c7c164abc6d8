using System;
using System.IO;
using BuildLock.Engines.State;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>One numbered entry, open: who holds, and whether that has ended.</summary>
internal sealed class Entry : IDisposable
{
    private const int LongestText = 64 * 1024; // several times what we write; more is another's, and no holder's text
    private const uint Readable = 0x1A4; // octal 0644

    private readonly DirectoryHandle _folder;
    private readonly string _name;
    private readonly IEntryFiles? _files;

    private Entry(DirectoryHandle folder, string name, IEntryFiles? files)
    {
        _folder = folder;
        _name = name;
        _files = files;
    }

    /// <summary>Opens the entry; one that is gone, or cannot be opened, has no text and no marks.</summary>
    public static Entry Open(DirectoryHandle folder, string name, IEntryForm form)
    {
        try
        {
            return new Entry(folder, name, form.TryOpen(folder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !VanishingPatience.IsVanished(e))
        {
            return new Entry(folder, name, files: null); // another user's who lets nobody look: an unknown holder
        }
    }

    /// <summary>The holder's text, or <see langword="null"/> when it cannot be read: then the holder is unknown.</summary>
    /// <param name="lastSign">When the holder showed its last sign of life.</param>
    /// <param name="owner">Whose it is, by the kernel's word; <see langword="null"/> when nothing is there.</param>
    public string? ReadHolder(out DateTime lastSign, out FileStatus? owner)
    {
        try
        {
            // Opened before its time is asked for: on NFS that is what makes the client ask the server.
            using FileHandle? file = _files?.Place.TryOpenFile(_files.Holder, FileAccess.Read);
            if (file is not null)
            {
                string text = file.ReadText(LongestText);
                owner = file.OpenedAs;
                lastSign = owner.Modified;
                return text;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Unreadable is unknown, never free: its age decides.
        }

        owner = _folder.Status(_name);
        lastSign = owner?.Modified ?? default;
        return null;
    }

    /// <summary>Whether the mark is there. Whatever has its name is the mark: who could put another thing there could put the mark.</summary>
    public bool HasMark(string mark) => _files?.Place.Status(_files.Mark(mark)) is not null;

    /// <summary>How the hold ended, or <see langword="null"/> when no mark says that it did.</summary>
    public PreviousOutcome? MarkedOutcome()
        => _files?.Place.Status(_files.Mark(EntryFolder.ReleasedMark)) is { } released
                ? released.Kind == FileKind.File && released.Length == 0 ? PreviousOutcome.Released : PreviousOutcome.Abandoned
            : HasMark(EntryFolder.ExpiredMark) ? PreviousOutcome.Expired
            : null;

    /// <returns>Who put the mark there, empty when it was the holder or cannot be read; <see langword="null"/> when there is none.</returns>
    public string? ReadMark(string mark)
    {
        try
        {
            using FileHandle? file = _files?.Place.TryOpenFile(_files.Mark(mark), FileAccess.Read);
            return file?.ReadText(LongestText);
        }
        catch (UntrustedFileException)
        {
            return string.Empty;
        }
    }

    /// <summary>Marks an own entry as ended.</summary>
    public void Mark(PreviousOutcome outcome)
    {
        if (outcome != PreviousOutcome.Abandoned)
        {
            Mark(outcome == PreviousOutcome.Expired ? EntryFolder.ExpiredMark : EntryFolder.ReleasedMark);
            return;
        }

        try
        {
            // That it is there ends the hold; what is in it tells how.
            Mark(EntryFolder.ReleasedMark, "abandoned\n");
        }
        catch (IOException) when (!HasMark(EntryFolder.ReleasedMark))
        {
            Mark(EntryFolder.ReleasedMark); // no room for its text: the next holder takes it for released
        }
    }

    /// <summary>Marks an entry as ended.</summary>
    /// <param name="text">What is in the mark: of an expired one who put it there, when that is not the holder.</param>
    /// <exception cref="IOException">It could not be made, or is there already.</exception>
    public void Mark(string mark, string text = "")
    {
        IEntryFiles files = _files ?? throw new DirectoryNotFoundException($"'{_folder.PathOf(_name)}' is not there any more.");
        string name = files.Mark(mark);
        if (text.Length == 0)
        {
            using FileHandle? empty = files.Place.TryCreateFile(name, Readable);
            _ = empty ?? throw new IOException($"'{files.Place.PathOf(name)}' is there already.");
            return;
        }

        // Named when its text is in it: an empty one counts already, and would be read as another end.
        string prepared = StateFiles.NewName(".mark-");
        bool named = false;
        try
        {
            StateFiles.Create(_folder, prepared, text, LockScope.Machine);
            named = _folder.TryRenameFile(prepared, files.Place, name);
            if (!named)
            {
                throw new IOException($"'{files.Place.PathOf(name)}' is there already.");
            }
        }
        finally
        {
            if (!named)
            {
                _folder.TryDeleteFile(prepared);
            }
        }
    }

    /// <summary>Shows a sign of life of the holder, stamped by the file system's own clock.</summary>
    public void Touch()
        => (_files?.Place ?? throw new DirectoryNotFoundException($"'{_folder.PathOf(_name)}' is not there any more.")).Touch(_files.Holder);

    public void Dispose() => _files?.Dispose();
}
