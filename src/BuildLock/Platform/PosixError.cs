using System;
using System.ComponentModel;
using System.IO;

namespace BuildLock.Platform;

/// <summary>Error numbers as the exceptions that .NET throws for them, the number kept as <see cref="Exception.HResult"/>.</summary>
internal static class PosixError
{
    public static Exception Exception(int error, string what, string path)
    {
        string message = FormattableString.Invariant($"Could not {what} '{path}': {new Win32Exception(error).Message} ({error}).");
        return error switch
        {
            Posix.NoEntry => new DirectoryNotFoundException(message),
            Posix.NameTooLong => new PathTooLongException(message),
            Posix.AccessDenied or Posix.PermissionDenied => new UnauthorizedAccessException(message),
            _ => new IOException(message, error),
        };
    }
}
