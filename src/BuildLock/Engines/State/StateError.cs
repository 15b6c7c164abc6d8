using System;
using System.IO;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.State;

/// <summary>A file system's refusal as the error people get: what, where, and what to do.</summary>
internal static class StateError
{
    public static LockEngineException From(Exception cause, LockRequest request, string path)
    {
        string remedy = cause switch
        {
            UnauthorizedAccessException => "Give this user write access there, choose another LockDirectory, or use Scope User.",
            PathTooLongException => "Choose a LockDirectory with a shorter path.",
            _ => "See that the disk is writable and not full, or choose another LockDirectory.",
        };
        return new LockEngineException(
            DiagnosticCodes.StateUnusable,
            $"Engine '{request.Engine.Name}' cannot keep lock '{request.Key}' in '{path}': {cause.Message.TrimEnd('.')}.{Owner(cause, path)}",
            remedy,
            request.Key,
            request.Engine.Name,
            cause);
    }

    // Of the nearest that is there, since what could not be made has no owner yet.
    private static string Owner(Exception cause, string path)
    {
        string? there = cause is UnauthorizedAccessException ? path : null;
        while (there is not null && !File.Exists(there) && !Directory.Exists(there))
        {
            there = Path.GetDirectoryName(there);
        }

        return there is not null && FileStatus.Of(there) is { } status
            ? $" '{there}' belongs to {UserName.Of(status.Owner)}, mode {Convert.ToString(status.Mode, toBase: 8).PadLeft(4, '0')}."
            : string.Empty;
    }
}
