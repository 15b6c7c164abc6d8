using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using BuildLock.Engines.State;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>The folder of one lock, held open by a contender, a cleaner or one who only looks. Its rules stand in
/// <see cref="GenerationFolder"/>.</summary>
internal class EntryFolder : IDisposable
{
    public const string ReleasedMark = "released";
    public const string ExpiredMark = "expired";

    /// <summary>No lock counts that far: 300 years of a thousand holds in each millisecond. A number beyond it was planted, and counting
    /// on from it would overflow some day.</summary>
    public const long HighestNumber = 1L << 53;

    private readonly DirectoryHandle _root;
    private readonly string _name;

    protected EntryFolder(DirectoryHandle root, string name, DirectoryHandle folder, IEntryForm form)
    {
        _root = root;
        _name = name;
        Folder = folder;
        Form = form;
    }

    public string FullPath => Folder.FullPath;

    protected DirectoryHandle Folder { get; }

    protected IEntryForm Form { get; }

    /// <summary>Opens a lock's folder by its path, in a root that is checked.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    public static EntryFolder? TryOpen(string path, IEntryForm form)
        => TryOpen(StateRoot.TryOpen(Path.GetDirectoryName(path)!), Path.GetFileName(path), check: null, (root, name, folder) => new EntryFolder(root, name, folder, form));

    /// <summary>The path of an entry: for messages.</summary>
    public string EntryPath(long number) => Folder.PathOf(NameOf(number));

    /// <summary>Whether the folder still lies where it was opened. What was renamed or deleted meanwhile stays open, and a claim in it
    /// would be one that nobody else sees.</summary>
    public bool IsThere() => Folder.IsAt(_root, _name);

    /// <summary>When the folder or this entry was changed last, by the file system's clock.</summary>
    public DateTime LastChange(long number)
    {
        DateTime folder = Folder.Status().Modified;
        return Folder.Status(NameOf(number))?.Modified is { } entry && entry > folder ? entry : folder;
    }

    /// <summary>The numbers there are, lowest first.</summary>
    /// <exception cref="UntrustedFileException">One of them is none that a lock could have counted to.</exception>
    public List<long> Numbers()
    {
        var numbers = new List<long>();
        foreach (string name in Form.Enumerate(Folder))
        {
            if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        if (numbers.Count > 0 && numbers[numbers.Count - 1] > HighestNumber)
        {
            throw Planted(numbers);
        }

        return numbers;
    }

    /// <returns>The highest number there is; 0 when there is none.</returns>
    public static long Highest(IReadOnlyList<long> numbers) => numbers.Count == 0 ? 0 : numbers[numbers.Count - 1];

    public Entry Open(long number) => Entry.Open(Folder, NameOf(number), Form);

    /// <summary>The file system's present time, from the stamp of a new file.</summary>
    public DateTime Now()
    {
        const uint OwnerOnly = 0x180; // octal 0600
        string probe = StateFiles.NewName(".probe-");
        try
        {
            using FileHandle file = Folder.TryCreateFile(probe, OwnerOnly) ?? throw new IOException($"'{Folder.PathOf(probe)}' is there already.");
            return file.Status().Modified;
        }
        finally
        {
            Folder.TryDeleteFile(probe);
        }
    }

    /// <summary>Creates the entry, exclusively, with its holder's text in it.</summary>
    /// <returns>Whether it is ours; <see langword="false"/> when another one created it.</returns>
    public bool TryClaim(long number, string holderText, LockScope scope)
    {
        if (number > HighestNumber)
        {
            throw Planted(Numbers());
        }

        if (Form.TryClaim(Folder, NameOf(number), holderText, scope))
        {
            return true;
        }

        // A network file system may lose the answer to a request that it carried out, ask again, and be told "exists".
        using Entry entry = Open(number);
        return entry.ReadHolder(out _, out _) == holderText;
    }

    public void Dispose()
    {
        Folder.Dispose();
        _root.Dispose();
    }

    protected static string NameOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Takes the root over; the folder, as what is made of it, owns both.
    protected static T? TryOpen<T>(DirectoryHandle? root, string name, Action<DirectoryHandle, DirectoryHandle>? check, Func<DirectoryHandle, string, DirectoryHandle, T> make)
        where T : EntryFolder
    {
        DirectoryHandle? folder = null;
        T? opened = null;
        try
        {
            folder = root?.TryOpenDirectory(name);
            if (folder is not null)
            {
                check?.Invoke(root!, folder);
                opened = make(root!, name, folder);
            }

            return opened;
        }
        finally
        {
            if (opened is null)
            {
                folder?.Dispose();
                root?.Dispose();
            }
        }
    }

    // The lowest one that is out of reach is named: who comes across a planted number may have counted on from it.
    private UntrustedFileException Planted(List<long> numbers)
    {
        string name = NameOf(numbers.FirstOrDefault(number => number > HighestNumber / 2));
        string owner = Folder.Status(name) is { } status && !OperatingSystemKind.IsWindows ? $", planted by {UserName.Of(status.Owner)}" : string.Empty;
        return new UntrustedFileException($"'{Folder.PathOf(name)}' is a number that no lock has counted to{owner}. Delete it", Folder.PathOf(name));
    }
}
