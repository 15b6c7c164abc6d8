using System;
using System.Diagnostics;
using System.IO;

namespace BuildLock.Benchmarks.Peers;

/// <summary>proper-lockfile for Node, installed under <c>artifacts/</c> by npm when it is not there yet.</summary>
internal sealed class ProperLockfilePeer : IPeer
{
    private const string Version = "4.1.2";
    private string _modules = string.Empty;

    public string Name => "proper-lockfile";

    public PeerKind Kind => PeerKind.Other;

    public int Most => int.MaxValue;

    public string? Prepare(string artifacts)
    {
        if (Tool.Find("node") is null || Tool.Find("npm") is null)
        {
            return "no node and npm on the PATH";
        }

        string folder = Path.Combine(artifacts, "npm");
        _modules = Path.Combine(folder, "node_modules");
        Directory.CreateDirectory(folder);
        return Directory.Exists(Path.Combine(_modules, Name))
            ? null
            : Tool.Run("npm", "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--prefix", folder, $"{Name}@{Version}");
    }

    public ProcessStartInfo Start(string folder)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Foreign", "proper-lockfile.js"), folder]);
        start.Environment["NODE_PATH"] = _modules;
        return start;
    }
}
