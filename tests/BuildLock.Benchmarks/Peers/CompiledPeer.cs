using System;
using System.Diagnostics;
using System.IO;

namespace BuildLock.Benchmarks.Peers;

/// <summary>A floor in C, compiled when there is a compiler.</summary>
internal sealed class CompiledPeer : IPeer
{
    private readonly string _mode;
    private string _program = string.Empty;

    public CompiledPeer(string name, PeerKind kind, string mode) => (Name, Kind, _mode) = (name, kind, mode);

    public string Name { get; }

    public PeerKind Kind { get; }

    public int Most => int.MaxValue;

    public string? Prepare(string artifacts)
    {
        if (!OperatingSystem.IsLinux() || Tool.Find("cc") is null)
        {
            return "no C compiler (cc) on the PATH";
        }

        _program = Path.Combine(artifacts, "floor");
        return Tool.Run("cc", "-O2", "-pthread", "-o", _program, Path.Combine(AppContext.BaseDirectory, "Foreign", "floor.c"));
    }

    public ProcessStartInfo Start(string folder) => new(_program, [_mode, folder]);
}
