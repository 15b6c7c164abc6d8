using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using BuildLock.Engines.State;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>What can be read from the folder of one lock, by contenders and by those who only look. Its rules stand in
/// <see cref="GenerationFolder"/>.</summary>
internal class EntryFolder
{
    public const string ReleasedMark = "released";
    public const string ExpiredMark = "expired";

    private readonly IEntryForm _form;

    public EntryFolder(string path, IEntryForm form)
    {
        FullPath = path;
        _form = form;
    }

    public string FullPath { get; }

    public string EntryPath(long number) => Path.Combine(FullPath, number.ToString(CultureInfo.InvariantCulture));

    public bool HasMark(long number, string mark) => File.Exists(_form.MarkFile(EntryPath(number), mark));

    /// <summary>How the hold ended, or <see langword="null"/> when no mark says that it did.</summary>
    public PreviousOutcome? MarkedOutcome(long number)
    {
        var released = new FileInfo(_form.MarkFile(EntryPath(number), ReleasedMark));
        return released.Exists ? released.Length == 0 ? PreviousOutcome.Released : PreviousOutcome.Abandoned
            : HasMark(number, ExpiredMark) ? PreviousOutcome.Expired
            : null;
    }

    /// <summary>The numbers there are, lowest first; empty when the folder has none or is not there.</summary>
    public List<long> Numbers()
    {
        var numbers = new List<long>();
        try
        {
            StateRoot.RefuseLink(FullPath);
            foreach (string path in _form.Enumerate(FullPath))
            {
                if (long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                {
                    numbers.Add(number);
                }
            }
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            return numbers;
        }

        numbers.Sort();
        return numbers;
    }

    /// <summary>The holder's text, or <see langword="null"/> when it cannot be read: then the holder is unknown.</summary>
    public string? ReadHolder(long number, out DateTime lastSign)
    {
        string file = _form.HolderFile(EntryPath(number));
        try
        {
            // Opened before its time is asked for: on NFS that is what makes the client ask the server.
            string text = StateFiles.ReadText(file);
            lastSign = File.GetLastWriteTimeUtc(file);
            return text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Unreadable is unknown, never free: its age decides.
            lastSign = File.GetLastWriteTimeUtc(EntryPath(number)); // of a directory too
            return null;
        }
    }

    /// <summary>Marks an own entry as ended.</summary>
    public void Mark(long number, PreviousOutcome outcome)
    {
        if (outcome != PreviousOutcome.Abandoned)
        {
            Mark(number, outcome == PreviousOutcome.Expired ? ExpiredMark : ReleasedMark);
            return;
        }

        try
        {
            // That it is there ends the hold; what is in it tells how.
            Mark(number, ReleasedMark, "abandoned\n");
        }
        catch (IOException) when (!HasMark(number, ReleasedMark))
        {
            Mark(number, ReleasedMark); // no room for its text: the next holder takes it for released
        }
    }

    /// <summary>Marks an entry as ended.</summary>
    /// <param name="text">What is in the mark: of an expired one who put it there, when that is not the holder.</param>
    /// <exception cref="IOException">It could not be made, or is there already.</exception>
    public void Mark(long number, string mark, string text = "")
    {
        string file = _form.MarkFile(EntryPath(number), mark);
        if (text.Length == 0)
        {
            using var empty = new FileStream(file, FileMode.CreateNew);
            return;
        }

        // Named when its text is in it: an empty one counts already, and would be read as another end.
        string prepared = Path.Combine(FullPath, ".mark-" + Guid.NewGuid().ToString("N"));
        bool named = false;
        try
        {
            using (FileStream written = StateFiles.TryCreate(prepared)!)
            {
                StateFiles.Write(written, text, LockScope.Machine);
            }

            named = AtomicRename.TryMoveFile(prepared, file);
            if (!named)
            {
                throw new IOException($"'{file}' is there already.");
            }
        }
        finally
        {
            if (!named)
            {
                StateFiles.TryDelete(prepared);
            }
        }
    }

    /// <returns>Who put the mark there, empty when it was the holder; <see langword="null"/> when there is none.</returns>
    public string? ReadMark(long number, string mark)
    {
        try
        {
            return StateFiles.ReadText(_form.MarkFile(EntryPath(number), mark));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The file system's present time, from the stamp of a new file.</summary>
    public DateTime Now()
    {
        string probe = Path.Combine(FullPath, ".probe-" + Guid.NewGuid().ToString("N"));
        using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
        {
            return File.GetLastWriteTimeUtc(probe);
        }
    }
}
