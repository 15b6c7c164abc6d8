using System;
using System.IO;

namespace BuildLock.Platform;

/// <summary>Gives a prepared directory or file its name in one step, unless the name is taken.</summary>
/// <remarks>
/// This is the exclusive creation that .NET lacks: <c>Directory.CreateDirectory</c> succeeds when the directory is there,
/// and asking first is a race. rename(2) fails with ENOTEMPTY or EEXIST when the target is a directory with content, and
/// replaces an empty one; every directory named this way has content. MoveFile on Windows fails when the target exists.
/// </remarks>
internal static class AtomicRename
{
    /// <summary>As <see cref="TryMove"/>, for a file.</summary>
    /// <remarks>rename(2) replaces a file. renameat2(2) with RENAME_NOREPLACE does not, nor does renamex_np(2) with RENAME_EXCL on
    /// macOS; where the kernel, the C library or the file system does not know it, link(2) does the same in two steps: it
    /// fails when the name is taken, on NFS too.</remarks>
    /// <returns>Whether the name is ours now; <see langword="false"/> when it was taken.</returns>
    /// <exception cref="IOException">It could not be done for another reason.</exception>
    public static bool TryMoveFile(string prepared, string target)
    {
        if (!OperatingSystemKind.IsWindows)
        {
            int error = Posix.RenameWithoutReplacing(prepared, target);
            if (error == Posix.Invalid || error == Posix.NotSupported || error == Posix.NotImplemented)
            {
                error = Posix.Link(prepared, target);
                if (error == 0)
                {
                    Forget(prepared);
                }
            }

            return error == 0 || (error == Posix.Exists ? false : throw PosixError.Exception(error, "rename to", target));
        }

        try
        {
            File.Move(prepared, target);
            return true;
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }
    }

    /// <returns>Whether the name is ours now; <see langword="false"/> when it was taken.</returns>
    /// <exception cref="IOException">It could not be done for another reason.</exception>
    public static bool TryMove(string prepared, string target)
    {
        if (!OperatingSystemKind.IsWindows)
        {
            int error = Posix.Rename(prepared, target);
            return error == 0 || (error == Posix.Exists || error == Posix.NotEmpty ? false : throw PosixError.Exception(error, "rename to", target));
        }

        try
        {
            Directory.Move(prepared, target);
            return true;
        }
        catch (IOException) when (Directory.Exists(target))
        {
            return false;
        }
    }

    private static void Forget(string name)
    {
        try
        {
            File.Delete(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The new name is ours all the same. The old one is litter, and to report it would deny a success.
        }
    }
}
