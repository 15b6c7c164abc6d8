using System;
using System.Diagnostics;
using System.Threading;

namespace BuildLock.Identity;

/// <summary>
/// Which process, so that it can never be taken for another: a bare process id proves nothing, because ids are reused
/// and every container has a process 1. Host (this boot of this kernel), pid namespace, pid and start time together do.
/// </summary>
internal sealed record ProcessIdentity
{
    private static readonly Lazy<ProcessIdentity> CurrentProcess = new(Read, LazyThreadSafetyMode.ExecutionAndPublication);

    public static ProcessIdentity Current => CurrentProcess.Value;

    /// <summary>This process with the job it works for now: a build server or reused node works for several, each with its
    /// own environment.</summary>
    public static ProcessIdentity ForNewHold()
    {
        string? job = CiJob.Detect(Environment.GetEnvironmentVariable);
        return job == Current.Job ? Current : Current with { Job = job };
    }

    public int Id { get; init; }

    /// <summary>The kernel that runs it, in this boot; empty when unknown.</summary>
    public string Host { get; init; } = string.Empty;

    /// <summary>The namespaces that its id and its start time count in; empty where there are none.</summary>
    public string PidNamespace { get; init; } = string.Empty;

    /// <summary>The namespace its ports count in; empty where there are none.</summary>
    public string NetworkNamespace { get; init; } = string.Empty;

    /// <summary>When it started, in the platform's finest unit, as text that is only ever compared; empty when unknown.</summary>
    public string Started { get; init; } = string.Empty;

    public string Command { get; init; } = "unknown";

    public string User { get; init; } = "unknown";

    public string Machine { get; init; } = "unknown";

    public string? Job { get; init; }

    /// <summary>Whether both count process ids alike, so that the other's id means something here.</summary>
    public bool IsVisibleFrom(ProcessIdentity other)
        => Host.Length > 0 && Host == other.Host && PidNamespace == other.PidNamespace;

    private static ProcessIdentity Read()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessIdentity
        {
            Id = process.Id,
            Host = HostIdentity.ThisBoot(),
            PidNamespace = HostIdentity.Namespace("pid") + HostIdentity.Namespace("time"),
            NetworkNamespace = HostIdentity.Namespace("net"),
            Started = ProcessStart.Of(process.Id) ?? string.Empty,
            Command = CommandText.Of(Environment.GetCommandLineArgs()),
            User = Environment.UserName,
            Machine = Environment.MachineName,
            Job = CiJob.Detect(Environment.GetEnvironmentVariable),
        };
    }
}
