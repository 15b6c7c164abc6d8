using System;
using System.IO;
using BuildLock.Engines;
using BuildLock.Engines.LockDirectory;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>Holds of the directory engines as somebody else would have left them on disk.</summary>
internal sealed class Forged
{
    public Forged(string key, LockOptions options)
    {
        Request = LockRequest.Create(LockKey.Named(key), options);
        Form = options.Engine == "lockdir" ? new DirectoryForm() : new FileForm();
        Folder = new ForgedFolder(Request, Form);
    }

    public LockRequest Request { get; }

    public IEntryForm Form { get; }

    public ForgedFolder Folder { get; }

    public static ProcessIdentity Elsewhere { get; } = new() { Id = 1, Started = "1", Host = "another boot", PidNamespace = "pid:[1]", Machine = "ci-08", User = "dora" };

    /// <summary>This very process id, given to somebody who started at another time: dead, whatever the id says.</summary>
    public static ProcessIdentity Predecessor { get; } = Changed(started: ProcessIdentity.Current.Started + "0");

    public string HolderFile(long number) => Form is DirectoryForm ? Path.Combine(Folder.EntryPath(number), "holder") : Folder.EntryPath(number);

    public string MarkFile(long number, string mark) => Form is DirectoryForm ? Path.Combine(Folder.EntryPath(number), mark) : Folder.EntryPath(number) + "." + mark;

    public static ProcessIdentity Changed(int? id = null, string? started = null, string? pidNamespace = null) => new()
    {
        Id = id ?? ProcessIdentity.Current.Id,
        Started = started ?? ProcessIdentity.Current.Started,
        PidNamespace = pidNamespace ?? ProcessIdentity.Current.PidNamespace,
        Host = ProcessIdentity.Current.Host,
        NetworkNamespace = ProcessIdentity.Current.NetworkNamespace,
    };

    public void AddHold(long number, ProcessIdentity holder, DateTimeOffset? since = null)
        => AddText(number, HolderText.Write(
            new LockHolder(holder, "0badcafe", "forged", since ?? WallClock.Now),
            ("expire-after", Request.ExpireAfter.Ticks.ToString())));

    public void AddText(long number, string text)
    {
        if (Folder.Numbers().Count == 0)
        {
            Folder.Create();
        }

        if (!Folder.TryClaim(number, text))
        {
            throw new IOException($"Entry {number} is there already.");
        }
    }
}
