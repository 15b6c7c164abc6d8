using System;
using System.Collections.Generic;
using BuildLock.Identity;

namespace BuildLock.Engines.Inspection;

/// <summary>A lock as it looked a moment ago. Information, never authority: by now it may be otherwise.</summary>
internal sealed class LockSight
{
    public LockSight(string engine, string place, SightState state, IReadOnlyDictionary<string, string>? fields)
    {
        Engine = engine;
        Place = place;
        State = state;
        Holder = HolderText.ReadHolder(fields);
        Key = Field(fields, "key");
        Namespace = Field(fields, "namespace");
        Scope = Field(fields, "scope");
        LockId = Field(fields, "lock");
    }

    public string Engine { get; }

    /// <summary>Where it is: the folder or file of its state, or its ports.</summary>
    public string Place { get; }

    public SightState State { get; }

    /// <summary>What is locked, or empty where nobody says.</summary>
    public string Key { get; }

    public string Namespace { get; }

    public string Scope { get; }

    /// <summary>The lock's 32 hexadecimal digits, or empty where nobody says.</summary>
    public string LockId { get; init; }

    /// <summary>Who holds it, or held it last.</summary>
    public LockHolder? Holder { get; init; }

    /// <summary>Who waits on this machine, first one first.</summary>
    public IReadOnlyList<SightWaiter> Waiters { get; set; } = Array.Empty<SightWaiter>();

    /// <summary>How many wait.</summary>
    public int WaiterCount { get; set; }

    /// <summary>How long ago its state changed, where it has any.</summary>
    public TimeSpan? Untouched { get; init; }

    private static string Field(IReadOnlyDictionary<string, string>? fields, string name)
        => fields is null ? string.Empty : HolderText.Get(fields, name);
}
