using System;
using System.Diagnostics;
using BuildLock.Benchmarks.Locks;

namespace BuildLock.Benchmarks.Peers;

/// <summary>A .NET library, run by this same program in another process.</summary>
internal sealed class LibraryPeer : IPeer
{
    private readonly Func<string, ILibraryLock> _create;
    private readonly string? _needs;

    /// <param name="needs">A program that it starts, looked for on the PATH.</param>
    public LibraryPeer(string name, PeerKind kind, Func<string, ILibraryLock> create, string? needs = null, int most = int.MaxValue)
    {
        (Name, Kind, _create, _needs, Most) = (name, kind, create, needs, most);
    }

    public string Name { get; }

    public PeerKind Kind { get; }

    public int Most { get; }

    public ILibraryLock Create(string folder) => _create(folder);

    public string? Prepare(string artifacts)
        => _needs is null || Tool.Find(_needs) is not null ? null : $"no program {_needs} on the PATH";

    public ProcessStartInfo Start(string folder) => OwnProgram.Start("peer", Name, folder);
}
