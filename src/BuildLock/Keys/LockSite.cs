using System;

namespace BuildLock.Keys;

/// <summary>A lock and where it is kept: two engines, or two lock directories, keep two locks of one name.</summary>
/// <remarks>A class, as it is a key of dictionaries: those of value types are compiled anew in each process, twenty methods for the
/// first lock of a build.</remarks>
internal sealed class LockSite : IEquatable<LockSite>
{
    private readonly LockId _id;
    private readonly string _engine;
    private readonly string? _lockDirectory;

    public LockSite(LockId id, string engine, string? lockDirectory) => (_id, _engine, _lockDirectory) = (id, engine, lockDirectory);

    public bool Equals(LockSite? other) => other is not null && _id.Equals(other._id) && _engine == other._engine && _lockDirectory == other._lockDirectory;

    public override bool Equals(object? obj) => Equals(obj as LockSite);

    public override int GetHashCode() => _id.GetHashCode();
}
