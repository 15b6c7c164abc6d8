using System;
using System.Collections.Generic;
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
    // Each hold deletes the one before it; so this many suffices, also where others come in between. What others planted by
    // the thousand costs no hold more.
    private const int MostDeletions = 8;

    // What a crash between preparing and claiming leaves behind.
    private static readonly TimeSpan LitterAge = TimeSpan.FromDays(1);

    private GenerationFolder(DirectoryHandle root, string name, DirectoryHandle folder, IEntryForm form)
        : base(root, name, folder, form)
    {
    }

    /// <summary>Opens the lock's folder.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="UntrustedFileException">It is a link, or another user could undo a lock of this scope there.</exception>
    public static GenerationFolder? TryOpen(LockRequest request, IEntryForm form)
        => TryOpen(
            StateRoot.TryOpen(request),
            StateRoot.NameFor(request),
            request.Scope == LockScope.User ? FolderTrust.RequireOwn : null,
            (root, name, folder) => new GenerationFolder(root, name, folder, form));

    /// <summary>Makes the folder with entry 0 in it, in one step, unless it is there already.</summary>
    public static void Create(LockRequest request, IEntryForm form)
    {
        using DirectoryHandle root = StateRoot.OpenOrCreate(request);
        string name = StateRoot.NameFor(request);
        uint mode = StateRoot.Mode(request);
        string prepared = StateFiles.NewName(".new-");
        bool named = false;
        try
        {
            using (DirectoryHandle made = root.TryCreateDirectory(prepared, mode)!)
            {
                form.CreateEmpty(made, "0", mode);
            }

            // Replaces an empty folder, which has no entry that could still count, and no other.
            named = root.TryRenameDirectory(prepared, name);
        }
        finally
        {
            if (!named)
            {
                StateRemoval.TryDeleteFolder(root, prepared);
            }
        }

        if (!named)
        {
            DeleteRemains(request, form);
        }
    }

    // A cleaner may have left a folder with no number and yet not empty. Nobody holds there, and what is left is in the way
    // of a new beginning; who is preparing a claim in it finds that gone and begins again.
    private static void DeleteRemains(LockRequest request, IEntryForm form)
    {
        using GenerationFolder? folder = TryOpen(request, form);
        if (folder is not null && folder.Numbers().Count == 0)
        {
            StateRemoval.DeleteContent(folder.Folder, name => name[0] is < '0' or > '9' || name.IndexOf('.') >= 0);
        }
    }

    /// <summary>Deletes entries below a hold. What is left is deleted by a later holder, or stays: only the highest counts.</summary>
    /// <remarks>Only this user's own, which the kernel leaves no choice about in a sticky folder, unless we are root. The latest
    /// ones, where the one that has just ended is, and some of the rest, others each time.</remarks>
    public void DeleteBelow(long number, IReadOnlyList<long> known)
    {
        List<long> lower = known.Where(n => n < number).OrderByDescending(n => n).ToList();
        IEnumerable<long> latest = lower.Take(MostDeletions / 2);
        List<long> rest = lower.Skip(MostDeletions / 2).ToList();
        IEnumerable<long> some = Enumerable.Range(0, Math.Min(MostDeletions / 2, rest.Count)).Select(i => rest[(int)(((number * MostDeletions / 2) + i) % rest.Count)]);
        foreach (long one in latest.Concat(some).OrderBy(n => n)) // as in the models, where any may be left
        {
            if (Posix.EffectiveUser() != 0 || Folder.Status(NameOf(one)) is { IsOurs: true })
            {
                Form.TryDelete(Folder, NameOf(one));
            }
        }
    }

    /// <summary>Deletes what crashes between preparing and claiming left behind, as far as that can be done now.</summary>
    public void TryDeleteLitter()
    {
        try
        {
            // The time of day is good enough: a claim whose preparation is taken away fails and is tried again.
            foreach (string litter in Folder.Names(StateRemoval.MostEntries).Where(StateRemoval.IsPrepared).Take(MostDeletions))
            {
                if (Folder.Status(litter) is { } status && WallClock.Now.UtcDateTime - status.Modified > LitterAge)
                {
                    StateRemoval.TryDeleteEntry(Folder, litter);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A later holder does it. Thrown on, it would lose the hold that was just taken, which then nobody gives up.
        }
    }
}
