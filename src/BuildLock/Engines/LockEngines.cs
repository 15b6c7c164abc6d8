using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.Engines.LockDirectory;
using BuildLock.Engines.None;
using BuildLock.Engines.OsLock;
using BuildLock.Engines.PortQuorum;

namespace BuildLock.Engines;

/// <summary>The only list of engines.</summary>
internal static class LockEngines
{
    public static readonly ILockEngine DefaultForKeys = new PortQuorumEngine();
    public static readonly ILockEngine DefaultForFolders = new LockDirectoryEngine();

    public static readonly IReadOnlyList<ILockEngine> All = new[]
    {
        DefaultForKeys,
        DefaultForFolders,
        new LockFileEngine(),
        new OsLockEngine(),
        new NoneEngine(),
    };

    /// <exception cref="LockSettingException">No engine has that name (BL3002).</exception>
    public static ILockEngine Find(string name, string source)
        => All.FirstOrDefault(e => string.Equals(e.Name, name.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new LockSettingException(
                DiagnosticCodes.UnknownEngine,
                $"Engine '{name}' ({source}) is not known.",
                $"There are {string.Join(", ", All.Select(e => e.Name))}.");
}
