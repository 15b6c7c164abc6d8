using System;
using System.Collections.Generic;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock;

/// <summary>Who holds a lock. Information for people, never authority: it decides nothing.</summary>
public sealed class LockHolder
{
    internal LockHolder(ProcessIdentity process, string id, string description, DateTimeOffset since)
    {
        Process = process;
        Id = id;
        Description = description;
        Since = since;
    }

    /// <summary>A short name of this very hold, eight hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>The process id on <see cref="Machine"/>; in a container, the one inside.</summary>
    public int ProcessId => Process.Id;

    /// <summary>The command, such as <c>dotnet build App.sln</c>. Shown is what the command is: of other
    /// words, and of options, nobody knows whether they are secret.</summary>
    public string Command => Process.Command;

    /// <summary>The user's name.</summary>
    public string User => Process.User;

    /// <summary>The machine's, or the container's, name.</summary>
    public string Machine => Process.Machine;

    /// <summary>The continuous-integration job, such as <c>GitHub Actions ci/build #12</c>, or <see langword="null"/>.</summary>
    public string? Job => Process.Job;

    /// <summary>What the holder said it holds the lock for; may be empty.</summary>
    public string Description { get; }

    /// <summary>When it took the lock, by its own clock.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>How long it has held the lock, as far as this machine's clock agrees with the holder's; never negative.</summary>
    public TimeSpan HeldFor
    {
        get
        {
            TimeSpan age = WallClock.Now - Since;
            return age > TimeSpan.Zero ? age : TimeSpan.Zero;
        }
    }

    /// <summary>How old the holder's last sign of life was when it was looked at, or <see langword="null"/> where the engine has no such thing.</summary>
    public TimeSpan? LastSign { get; internal set; }

    internal ProcessIdentity Process { get; }

    /// <summary>The number of the user who wrote this, as the operating system knows it and nobody can claim: the owner of the file or
    /// of the listening socket it came from. <see langword="null"/> where that is not known.</summary>
    internal uint? ConfirmedOwner { get; set; }

    /// <summary>What a child that may enter the hold has to know, hashed; empty where it says nothing.</summary>
    internal string EnterHash { get; init; } = string.Empty;

    /// <summary>One phrase for messages.</summary>
    /// <returns><c>'dotnet build App.sln', pid 8812, alice@ci-07, project App.csproj, target RestoreTools</c></returns>
    public override string ToString()
    {
        var parts = new List<string> { $"'{Command}'", FormattableString.Invariant($"pid {ProcessId}"), $"{User}@{Machine}" };
        if (Job is not null)
        {
            parts.Add(Job);
        }

        if (Description.Length > 0)
        {
            parts.Add(Description);
        }

        return string.Join(", ", parts);
    }
}
