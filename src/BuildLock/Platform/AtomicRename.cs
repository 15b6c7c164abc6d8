using System;
using System.IO;

namespace BuildLock.Platform;

/// <summary>Gives a prepared file its name in one step, unless the name is taken. By path: in shared folders use
/// <see cref="DirectoryHandle.TryRenameFile"/>.</summary>
internal static class AtomicRename
{
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
#pragma warning disable RS0030 // Windows: there is no call that goes by handle.
            File.Move(prepared, target);
#pragma warning restore RS0030
            return true;
        }
        catch (IOException) when (File.Exists(target))
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
