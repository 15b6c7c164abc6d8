using System.Runtime.InteropServices;

namespace BuildLock.Platform;

/// <summary>The flags of open(2) and its kin, whose values differ between systems and between processors. Unix only.</summary>
/// <remarks>Linux: include/uapi/asm-generic/fcntl.h, and arch/arm, arch/arm64 and arch/powerpc, which have values of their own for
/// two of them. macOS: bsd/sys/fcntl.h.</remarks>
internal static class OpenFlags
{
    public const int Read = 0; // O_RDONLY
    public const int Write = 1; // O_WRONLY
    public const int ReadWrite = 2; // O_RDWR

    public static readonly int Create = OperatingSystemKind.IsMac ? 0x200 : 0x40; // O_CREAT
    public static readonly int Exclusive = OperatingSystemKind.IsMac ? 0x800 : 0x80; // O_EXCL

    /// <summary>A directory, and nothing else.</summary>
    public static readonly int Directory = OperatingSystemKind.IsMac ? 0x10_0000 : HasOwnValues ? 0x4000 : 0x1_0000; // O_DIRECTORY

    /// <summary>The last name may be no link. Those before it may be: so every name is opened by itself.</summary>
    public static readonly int NoFollow = OperatingSystemKind.IsMac ? 0x100 : HasOwnValues ? 0x8000 : 0x2_0000; // O_NOFOLLOW

    /// <summary>What each of our opens has: a child process does not inherit it; neither a pipe nor a device makes the call
    /// wait; and no terminal becomes this process's own.</summary>
    public static readonly int Always = OperatingSystemKind.IsMac
        ? 0x100_0000 | 0x4 | 0x2_0000 // O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        : 0x8_0000 | 0x800 | 0x100;

    /// <summary>Of the "at" calls: the link itself (AT_SYMLINK_NOFOLLOW).</summary>
    public static readonly int OfTheLink = OperatingSystemKind.IsMac ? 0x20 : 0x100;

    /// <summary>Of unlinkat(2): a directory (AT_REMOVEDIR).</summary>
    public static readonly int RemoveDirectory = OperatingSystemKind.IsMac ? 0x80 : 0x200;

    private const Architecture PowerPc = (Architecture)8; // Ppc64le, which netstandard2.0 does not name

    private static bool HasOwnValues => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or PowerPc;
}
