using System;
using System.IO;
using BuildLock.Platform;

namespace BuildLock.Journal;

/// <summary>When a user's processes last looked for what is too old: the time of an empty file in the journal's folder.</summary>
/// <remarks>One for each user, since each removes only what is its own. Another user may have put anything in its place: then it
/// is as good as not there, and each process looks for itself.</remarks>
internal static class SweptMark
{
    private const uint OthersMayRead = 0x1A4; // octal 644

    private static string Name { get; } = OperatingSystemKind.IsWindows ? ".swept" : FormattableString.Invariant($".swept-{Posix.EffectiveUser()}");

    /// <summary>Whether nobody has looked since then.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="since">The latest time that is too long ago.</param>
    /// <param name="now">A mark from the future is of a clock that was set back: it would keep everybody from looking.</param>
    public static bool IsDue(DirectoryHandle folder, DateTime since, DateTime now)
        => !(folder.Status(Name) is { Kind: FileKind.File, IsOurs: true } mark && mark.Modified > since && mark.Modified <= now);

    public static void Set(DirectoryHandle folder)
    {
        try
        {
            using FileHandle mark = folder.OpenOrCreateFile(Name, FileAccess.Read, OthersMayRead);
            if (mark.Status().IsOurs)
            {
                mark.Touch();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or no file: then each process of this one looks for itself.
        }
    }
}
