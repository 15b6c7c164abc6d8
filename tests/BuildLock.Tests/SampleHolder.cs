using System;
using BuildLock.Identity;

namespace BuildLock.Tests;

/// <summary>A holder whose every part is known.</summary>
internal static class SampleHolder
{
    public static readonly DateTimeOffset Since = new(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero);

    public static ProcessIdentity Process => new()
    {
        Id = 8812,
        Started = "123456",
        Host = "boot-1",
        PidNamespace = "pid:[1]",
        NetworkNamespace = "net:[2]",
        Command = "dotnet build App.sln",
        User = "alice",
        Machine = "ci-07",
        Job = "GitLab shop/build #7",
    };

    public static LockHolder Create(string description = "project App.csproj, target RestoreTools", DateTimeOffset? since = null)
        => new(Process, "7f3a01bc", description, since ?? Since);
}
