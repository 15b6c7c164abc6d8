using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Engines;
using BuildLock.Engines.LockDirectory;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Tests.Engines;

/// <summary>The state of one lock of the directory engines, written by the test as another holder would have left it.</summary>
internal sealed class ForgedLock
{
    public ForgedLock(string engine, string directory, string? key = null, TimeSpan? expireAfter = null)
    {
        Key = key ?? "forged " + Guid.NewGuid().ToString("N");
        Options = new LockOptions { Engine = engine, LockDirectory = directory, ExpireAfter = expireAfter ?? TimeSpan.FromSeconds(60) };
        Request = LockRequest.Create(LockKey.Named(Key), Options);
        Form = engine == "lockdir" ? new DirectoryForm() : new FileForm();
        Folder = new ForgedFolder(Request, Form);
    }

    public string Key { get; }

    public LockOptions Options { get; }

    public LockRequest Request { get; }

    public IEntryForm Form { get; }

    public ForgedFolder Folder { get; }

    public string HolderFile(long number) => Options.Engine == "lockdir" ? Path.Combine(Folder.EntryPath(number), "holder") : Folder.EntryPath(number);

    public long Highest => Folder.Numbers().Last();

    public LockOptions WithTimeout(TimeSpan timeout) => new()
    {
        Engine = Options.Engine,
        LockDirectory = Options.LockDirectory,
        ExpireAfter = Options.ExpireAfter,
        Timeout = timeout,
    };

    /// <summary>An entry of a holder on a host that nobody here can see.</summary>
    public void AddInvisibleHolder(long number, TimeSpan? expireAfter = null)
        => Add(number, Text(new ProcessIdentity { Id = 1, Started = "1", Host = "another boot", PidNamespace = "pid:[1]", Machine = "ci-08", User = "bob" }, expireAfter));

    /// <summary>An entry of a process on this host that has ended.</summary>
    public void AddDeadHolder(long number)
    {
        ProcessIdentity here = ProcessIdentity.Current;
        Add(number, Text(
            new ProcessIdentity { Id = here.Id, Started = here.Started + "0", Host = here.Host, PidNamespace = here.PidNamespace, NetworkNamespace = here.NetworkNamespace },
            expireAfter: null));
    }

    public void Add(long number, string text)
    {
        if (Folder.Numbers().Count == 0)
        {
            Folder.Create();
        }

        if (!Folder.TryClaim(number, text))
        {
            throw new InvalidOperationException($"Entry {number} is there already.");
        }
    }

    private string Text(ProcessIdentity process, TimeSpan? expireAfter)
    {
        var more = new List<(string, string)> { ("key", Key), ("token", "1") };
        if (expireAfter is { } age)
        {
            more.Add(("expire-after", age.Ticks.ToString()));
        }

        return HolderText.Write(new LockHolder(process, "0badcafe", "forged", WallClock.Now), [.. more]);
    }
}
