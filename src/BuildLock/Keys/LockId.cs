using System;
using System.Globalization;
using System.Text;

namespace BuildLock.Keys;

/// <summary>
/// The machine's name for a lock: 128 bits that every version, runtime and front computes alike from kind, scope,
/// namespace and key. Frozen: the test vectors in <c>LockIdTests</c> must never change, or two versions of BuildLock in
/// one build would no longer exclude each other.
/// </summary>
internal readonly struct LockId : IEquatable<LockId>
{
    private readonly ulong _high;
    private readonly ulong _low;

    private LockId(byte[] hash)
    {
        _high = BigEndian(hash, 0);
        _low = BigEndian(hash, 8);
    }

    /// <param name="kind">What the text is: <c>key</c>, <c>path</c> (a folder by its path) or <c>beside</c> (a folder
    /// whose lock lies beside it, so that the place says which folder it is).</param>
    /// <param name="owner">The user of a user-scoped lock, otherwise empty.</param>
    public static LockId Create(string kind, string owner, string @namespace, string text)
    {
        // Each part is preceded by its length, so that no two lists of parts make the same bytes.
        byte[] input = Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"buildlock-1 {kind} {owner.Length}:{owner} {@namespace.Length}:{@namespace} {text.Length}:{text}"));
        return new LockId(Sha256.Hash(input));
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out LockId id)
    {
        var bytes = new byte[16];
        bool good = text.Length == 32;
        for (int i = 0; good && i < 16; i++)
        {
            good = byte.TryParse(text.Substring(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]);
        }

        id = good ? new LockId(bytes) : default;
        return good;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[16];
        for (int i = 0; i < 8; i++)
        {
            bytes[i] = (byte)(_high >> (56 - (8 * i)));
            bytes[8 + i] = (byte)(_low >> (56 - (8 * i)));
        }

        return bytes;
    }

    public bool Equals(LockId other) => _high == other._high && _low == other._low;

    public override bool Equals(object? obj) => obj is LockId other && Equals(other);

    public override int GetHashCode() => _low.GetHashCode();

    /// <summary>32 lower-case hexadecimal digits: a file name on every file system, whatever the key holds.</summary>
    public override string ToString() => FormattableString.Invariant($"{_high:x16}{_low:x16}");

    private static ulong BigEndian(byte[] bytes, int offset)
    {
        ulong value = 0;
        for (int i = 0; i < 8; i++)
        {
            value = (value << 8) | bytes[offset + i];
        }

        return value;
    }
}
