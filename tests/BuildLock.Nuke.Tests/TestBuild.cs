using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Nuke.Common;

namespace BuildLock.Nuke.Tests;

/// <summary>A build that writes down what happens.</summary>
#pragma warning disable CA1001 // What it owns is a writer into memory.
internal abstract class TestBuild : NukeBuild, IProcessLock
#pragma warning restore CA1001
{
    private readonly StringWriter _log = new();

    /// <summary>A key that no other test uses.</summary>
    public string Key { get; } = "nuke " + Guid.NewGuid();

    public List<string> Happened { get; } = [];

    public string LogText
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Runs it in this process, where the log and the arguments are static: tests of this class do not run in
    /// parallel.</summary>
    public bool Succeeds(string target, params string[] arguments)
    {
        TestHost.Output = _log;
        // A lock that somebody forgot to release is to fail a test soon.
        TestHost.Arguments = arguments.Contains("--process-lock-timeout") ? arguments : [.. arguments, "--process-lock-timeout", "20s"];
        return Run(target) == 0;
    }

    public LockHandle TakeAsSomebodyElse(string key) => ProcessLock.TryAcquire(key) ?? throw new InvalidOperationException("Somebody has it already.");

    /// <summary>Writes down whether the key can be had right now.</summary>
    public void Look(string where) => Look(where, Key);

    public void Look(string where, string key)
    {
        using LockHandle? free = ProcessLock.TryAcquire(key);
        Happened.Add(where + (free is null ? ": held" : ": free"));
    }

    protected override void OnTargetRunning(string target) => Look("running " + target);

    protected override void OnTargetSucceeded(string target) => Look("succeeded " + target);

    protected override void OnTargetFailed(string target) => Look("failed " + target);

    protected override void OnTargetSkipped(string target) => Look("skipped " + target);
}
