using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using BuildLock.Engines;

namespace BuildLock.Cli.Measurement;

/// <summary>What can be measured, by the name that both processes know it by.</summary>
internal static class MeasuredKind
{
    public const string Mutex = "named Mutex";
    public const string PolledFile = "polled file";

    /// <summary>What is measured beside the engines. In a native program a named Mutex reaches other processes only on Windows:
    /// elsewhere both had it at once.</summary>
    public static IReadOnlyList<string> Others { get; } = [.. RuntimeFeature.IsDynamicCodeSupported || OperatingSystem.IsWindows() ? [Mutex] : Array.Empty<string>(), PolledFile];

    /// <summary>All engines that lock, and then the others.</summary>
    public static IReadOnlyList<string> All { get; } = [.. LockEngines.All.Select(engine => engine.Name).Where(name => name != "none"), .. Others];

    /// <param name="kind">One of <see cref="All"/>.</param>
    /// <param name="key">A key that nobody else uses.</param>
    /// <param name="folder">Where the polled file lies.</param>
    public static IMeasuredLock Open(string kind, string key, string folder) => kind switch
    {
        Mutex => new MutexMeasured(key),
        PolledFile => new PolledFileMeasured(Path.Combine(folder, key)),
        _ => new EngineMeasured(kind, key),
    };
}
