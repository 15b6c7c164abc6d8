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
            UntrustedFileException => $"Have {UserOf(cause, path)} take it away, choose another LockDirectory, or use Engine port-quorum, which keeps nothing on disk. An administrator makes the folder of all locks for all: 'd {StateRoot.Machine} 1777 root root -' in /etc/tmpfiles.d/buildlock.conf, then systemd-tmpfiles --create.",
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
        => Responsible(cause, path) is { } there && FileStatus.Of(there) is { } status && !cause.Message.Contains(" belongs to ")
            ? $" '{there}' belongs to {FolderTrust.Describe(status)}."
            : string.Empty;

    private static string UserOf(Exception cause, string path)
        => Responsible(cause, path) is { } there && FileStatus.Of(there) is { } status ? (status.Owner == 0 ? "root" : UserName.Of(status.Owner) + " or root") : "its owner";

    private static string? Responsible(Exception cause, string path)
    {
        string? there = cause is UntrustedFileException untrusted ? untrusted.Path : cause is UnauthorizedAccessException ? path : null;
        while (there is not null && FileStatus.Of(there) is null)
        {
            there = Path.GetDirectoryName(there);
        }

        return there;
    }
}
