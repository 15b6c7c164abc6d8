using System;
using BuildLock;
using BuildLock.BuildScripts;
using Cake.Core;
using Cake.Core.IO;

namespace Cake.BuildLock;

/// <summary>The locks of the running script: one script to a process.</summary>
internal static class ScriptLocks
{
    public static readonly HeldLocks Held = new((code, text) => new CakeException(code + ": " + text));

    /// <param name="context">The context.</param>
    /// <param name="key">The key, or <see langword="null"/>.</param>
    /// <param name="given">What the call says.</param>
    /// <param name="asker">Who asks, for those who wait.</param>
    /// <exception cref="LockSettingException">Nonsense.</exception>
    public static WantedLock Read(ICakeContext context, string? key, ProcessLockSettings? given, string asker)
    {
        given ??= new ProcessLockSettings();
        var options = new LockOptions
        {
            Namespace = given.Namespace,
            Engine = given.Engine,
            Timeout = given.Timeout,
            ExpireAfter = given.ExpireAfter,
            MaxHold = given.MaxHold,
            LockDirectory = given.LockDirectory?.FullPath,
            Scope = given.Scope,
            Description = given.Description,
            Observer = new LogObserver(context.Log),
        };

        Apply(context, options, nameof(options.Namespace), options.Namespace is null, "process-lock-namespace");
        Apply(context, options, nameof(options.Engine), options.Engine is null, "process-lock-engine");
        Apply(context, options, nameof(options.Timeout), options.Timeout is null, "process-lock-timeout");
        Apply(context, options, nameof(options.ExpireAfter), options.ExpireAfter is null, "process-lock-expire-after");
        Apply(context, options, nameof(options.MaxHold), options.MaxHold is null, "process-lock-max-hold");
        Apply(context, options, nameof(options.LockDirectory), options.LockDirectory is null, "process-lock-lock-directory");
        Apply(context, options, nameof(options.Scope), options.Scope is null, "process-lock-scope");
        Apply(context, options, nameof(options.Description), options.Description is null, "process-lock-description");

        if (options.LockDirectory is { } directory)
        {
            options.LockDirectory = new DirectoryPath(directory).MakeAbsolute(context.Environment).FullPath;
        }

        if (options.Description is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("BUILDLOCK_DESCRIPTION")))
        {
            options.Description = $"Cake {asker} in {context.Environment.WorkingDirectory.FullPath}";
        }

        return new WantedLock(LockKey.From(key, given.Folder?.MakeAbsolute(context.Environment).FullPath), options);
    }

    private static void Apply(ICakeContext context, LockOptions options, string setting, bool isOpen, string argument)
    {
        if (isOpen && context.Arguments.GetArgument(argument) is { Length: > 0 } text)
        {
            options.Set(setting, text, "argument --" + argument);
        }
    }
}
