using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using BuildLock.Engines.State;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>The folder of one lock: numbered entries, one for each hold, of which the highest counts.</summary>
/// <remarks>
/// <para>1. Hold N is entry N, created exclusively, with its holder's text already in it.</para>
/// <para>2. A release puts a mark into entry N. The entry itself stays, so that the highest number never goes down.</para>
/// <para>3. Whoever finds the highest entry N released, dead or expired creates N+1, and then lists the folder once more.
/// Only if N+1 is the highest, and N is there, is it a hold. Otherwise it is withdrawn: marked as ended, not deleted,
/// since a number that is free again could be judged by what somebody saw of its first owner.</para>
/// <para>4. A holder may delete the entries below its own. What cannot be deleted (another user's, in a sticky folder) may
/// stay: only the highest counts. Entry 0 comes into being together with the folder, in one rename, and stands for
/// "nobody yet".</para>
/// <para>Why this excludes: a hold that counts is the highest number, and that is never deleted. Who claims a number below
/// it comes late, and sees so in rule 3; who claims the one above has seen it end. It is not enough to look whether N
/// is still there: a late claim can bring a deleted number back for a moment, and in that moment another late claim finds
/// its N. Model checking found two holders for that rule, and none for this one (<c>tests/models</c>), given that one
/// listing shows a moment: a folder of a few names is read in one call, under the folder's lock. Nothing that is looked
/// at is ever removed to make room, which is where "look at the age, remove, create again" lets two in.</para>
/// </remarks>
internal sealed class GenerationFolder : EntryFolder
{
    // What a crash between preparing and claiming leaves behind.
    private static readonly TimeSpan LitterAge = TimeSpan.FromDays(1);

    private readonly LockRequest _request;
    private readonly IEntryForm _form;

    public GenerationFolder(LockRequest request, IEntryForm form)
        : base(StateRoot.FolderFor(request), form)
    {
        _request = request;
        _form = form;
    }

    /// <summary>Makes the folder with entry 0 in it, in one step, unless it is there already.</summary>
    public void Create()
    {
        StateRoot.Create(_request);
        uint mode = StateRoot.Mode(_request);
        string prepared = Path.Combine(StateRoot.PathFor(_request), ".new-" + Guid.NewGuid().ToString("N"));
        StateRoot.MakeShared(prepared, mode);
        _form.CreateEmpty(Path.Combine(prepared, "0"), mode);

        // Replaces an empty folder, which has no entry that could still count, and no other.
        if (!AtomicRename.TryMove(prepared, FullPath))
        {
            StateFiles.TryDelete(prepared);
            DeleteRemains();
        }
    }

    // A cleaner may have left a folder with no number and yet not empty. Nobody holds there, and what is left is in the way
    // of a new beginning; who is preparing a claim in it finds that gone and begins again.
    private void DeleteRemains()
    {
        if (Numbers().Count == 0)
        {
            foreach (string remains in Directory.EnumerateFileSystemEntries(FullPath))
            {
                if (!long.TryParse(Path.GetFileName(remains), NumberStyles.None, CultureInfo.InvariantCulture, out _))
                {
                    StateFiles.TryDelete(remains);
                }
            }
        }
    }

    /// <summary>Creates the entry, exclusively, with its holder's text in it.</summary>
    /// <returns>Whether it is ours; <see langword="false"/> when somebody else created it.</returns>
    public bool TryClaim(long number, string holderText)
        => _form.TryClaim(EntryPath(number), holderText, _request.Scope)

            // A network file system may lose the answer to a request that it carried out, ask again, and be told "exists".
            || ReadHolder(number, out _) == holderText;

    /// <summary>Shows a sign of life, stamped by the file system's own clock.</summary>
    public void Renew(long number)
    {
        string file = _form.HolderFile(EntryPath(number));
        if (!OperatingSystemKind.IsWindows)
        {
            int error = Posix.Touch(file);
            if (error != 0)
            {
                throw PosixError.Exception(error, "touch", file);
            }

            return;
        }

        // Writing, since setting a time on Windows would set this machine's and not the server's. The last byte is a
        // line break and stays one.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(-1, SeekOrigin.End);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Gives up an entry of our own that turned out to be no hold.</summary>
    public void Withdraw(long number)
    {
        try
        {
            Mark(number, PreviousOutcome.Released);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or the disk: a withdrawal is only needed where others see the entry.
        }
    }

    /// <summary>Deletes the entries below. What is left is deleted by a later holder.</summary>
    public void DeleteBelow(long number, IEnumerable<long> known)
    {
        foreach (long lower in known.Where(n => n < number))
        {
            _form.TryDelete(EntryPath(lower));
        }
    }

    /// <summary>Deletes what crashes between preparing and claiming left behind, as far as that can be done now.</summary>
    public void TryDeleteLitter()
    {
        try
        {
            foreach (string litter in Directory.EnumerateFileSystemEntries(FullPath, ".*"))
            {
                // The time of day is good enough: a claim whose preparation is taken away fails and is tried again.
                if (WallClock.Now.UtcDateTime - File.GetLastWriteTimeUtc(litter) > LitterAge)
                {
                    StateFiles.TryDelete(litter);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A later holder does it. Thrown on, it would lose the hold that was just taken, which then nobody gives up.
        }
    }
}
