using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using BuildLock.BuildScripts;
using Nuke.Common;
using Serilog;

namespace BuildLock.Nuke;

/// <summary>Takes locks for one build, with the build's parameters, and turns errors into those of NUKE's log.</summary>
internal sealed class BuildLocks
{
    private static readonly ConditionalWeakTable<INukeBuild, BuildLocks> All = new();

    private readonly HeldLocks _held = new((code, text) => new ProcessLockException(code, text));
    private readonly HashSet<LockName> _kept = []; // what a Setup target asked for, had or not

    private BuildLocks(INukeBuild build) => Build = build;

    public INukeBuild Build { get; }

    public static BuildLocks Of(INukeBuild build) => All.GetValue(build, b => new BuildLocks(b));

    // The type of a definition is internal to NUKE; that it has a public property for its build has held since 7.0.
    public static BuildLocks Of(ITargetDefinition definition)
        => definition.GetType().GetProperty("Build")?.GetValue(definition) is INukeBuild build
            ? Of(build)
            : throw new NotSupportedException("BuildLock does not know this version of NUKE: its target definitions do not tell their build.");

    /// <summary>Takes a lock for a block of code.</summary>
    public LockHandle Take(LockRequest request) => Guarded(() => _held.Take(Read(request)));

    /// <summary>Runs actions under locks.</summary>
    public void Run(IEnumerable<LockRequest> requests, IEnumerable<Action> actions)
    {
        IReadOnlyList<LockHandle> handles = Guarded(() => _held.HoldAll(requests.Select(Read).ToList()));
        LockLostException? loss = null;
        try
        {
            foreach (Action action in actions)
            {
                action();
            }
        }
        finally
        {
            loss = _held.ReleaseAll(handles);
        }

        // Not in the finally: the target's own error stays, and the loss was logged when it happened.
        if (loss is not null)
        {
            throw new ProcessLockException(loss);
        }
    }

    /// <summary>Takes a lock that outlives its target.</summary>
    public void Keep(LockRequest request) => Guarded(() =>
    {
        WantedLock wanted = Read(request);
        _kept.Add(wanted.Name);
        return _held.Hold(wanted);
    });

    /// <summary>Releases what <see cref="Keep"/> took.</summary>
    public void Release(LockRequest request)
    {
        WantedLock wanted = Guarded(() => Read(request));
        if (_held.Find(wanted.Name) is { } handle)
        {
            if (_held.ReleaseAll([handle]) is { } loss)
            {
                throw new ProcessLockException(loss);
            }
        }
        else if (!_kept.Contains(wanted.Name))
        {
            // Silent where the Setup target tried and failed: that was said, and the Cleanup target runs all the same.
            Log.Warning("{ProcessLockMessage:l}", $"{DiagnosticCodes.NotHeld}: Lock '{wanted.Key}' was not taken by this build, so there is nothing to release.");
        }
    }

    private static T Guarded<T>(Func<T> body)
    {
        try
        {
            return body();
        }
        catch (LockException e)
        {
            throw new ProcessLockException(e);
        }
    }

    private WantedLock Read(LockRequest request)
    {
        var options = new LockOptions();
        request.Settings?.Invoke(options);
        if (Build is IProcessLock parameters)
        {
            Apply(options, nameof(LockOptions.Namespace), options.Namespace is null, parameters.ProcessLockNamespace);
            Apply(options, nameof(LockOptions.Engine), options.Engine is null, parameters.ProcessLockEngine);
            Apply(options, nameof(LockOptions.Timeout), options.Timeout is null, parameters.ProcessLockTimeout);
            Apply(options, nameof(LockOptions.ExpireAfter), options.ExpireAfter is null, parameters.ProcessLockExpireAfter);
            Apply(options, nameof(LockOptions.MaxHold), options.MaxHold is null, parameters.ProcessLockMaxHold);
            Apply(options, nameof(LockOptions.LockDirectory), options.LockDirectory is null, parameters.ProcessLockLockDirectory);
            Apply(options, nameof(LockOptions.Scope), options.Scope is null, parameters.ProcessLockScope);
            Apply(options, nameof(LockOptions.Description), options.Description is null, parameters.ProcessLockDescription);
        }

        string root = RootDirectory();
        if (options.LockDirectory is { } directory)
        {
            options.LockDirectory = Path.Combine(root, directory);
        }

        if (options.Description is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("BUILDLOCK_DESCRIPTION")))
        {
            string running = Build.RunningTargets.FirstOrDefault() is { } target ? "target " + target.Name : "build";
            options.Description = $"NUKE {running} in {root}";
        }

        options.Observer ??= new LogObserver();
        string? folder = request.Folder?.Invoke();
        return new WantedLock(LockKey.From(request.Key?.Invoke(), string.IsNullOrEmpty(folder) ? null : Path.Combine(root, folder)), options);
    }

    private static void Apply(LockOptions options, string setting, bool isOpen, string? parameter)
    {
        if (isOpen && !string.IsNullOrEmpty(parameter))
        {
            options.Set(setting, parameter, "parameter ProcessLock" + setting);
        }
    }

    // By reflection, because its type lives in another of NUKE's assemblies, which then had to be copied as a contract too.
    private string RootDirectory()
        => typeof(INukeBuild).GetProperty("RootDirectory")?.GetValue(Build)?.ToString()
            ?? throw new NotSupportedException("BuildLock does not know this version of NUKE: its builds do not tell their root directory.");
}
