using System;
using System.Collections.Generic;
using System.IO;
using BuildLock.Beacons;
using BuildLock.Engines.State;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.OsLock;

/// <summary>Asks the operating system for the file's lock, and watches the holder's beacon when it is taken.</summary>
internal sealed class OsLockContender : ILockContender
{
    private readonly LockRequest _request;
    private readonly string _path;
    private readonly VanishingPatience _patience = new();
    private readonly QueuePlace _place;
    private bool _checked;
    private BeaconWatch? _watch;
    private string _dialled = string.Empty;

    public OsLockContender(LockRequest request)
    {
        _request = request;
        _path = StateRoot.FolderFor(request);
        _place = new QueuePlace(canBeFollowed: request.WaitHost is null);
    }

    public LockAttempt Try(bool isLast)
    {
        if (_place.StepsBack(_request.Site, isLast, ref _watch))
        {
            return LockAttempt.Busy(holder: null, _watch, _watch?.Position); // who holds was not asked
        }

        try
        {
            RefuseWhereItDoesNotExclude();
            FileStream? file = OpenFile();
            _patience.Reset();
            if (file is not null)
            {
                var hold = OsLockHold.Take(_request, file, _place.Room);
                _place.PassOn(_watch);
                _watch = null;
                return LockAttempt.Held(hold);
            }

            IReadOnlyDictionary<string, string>? fields = ReadFields();
            if (fields?.ContainsKey(OsLockHold.Outcome) == true)
            {
                fields = null; // the last hold's, which has ended: the new holder has not written yet, and is unknown until then
            }

            LockHolder? holder = HolderText.ReadHolder(fields);
            Watch(holder, fields);
            return LockAttempt.Busy(holder, _watch, _watch?.Position, holder is null ? () => FileLockTable.DescribeHolder(_path) : null);
        }
        catch (Exception e) when (!isLast && _patience.IsLeftFor(e))
        {
            return LockAttempt.Busy(holder: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateError.From(e, _request, _path);
        }
    }

    public bool Probe()
    {
        try
        {
            using FileStream? file = ExclusiveFile.TryOpen(_path, _request.Scope);
            return file is not null;
        }
        catch (DirectoryNotFoundException)
        {
            return true; // nobody holds a lock that has no place yet
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateError.From(e, _request, _path);
        }
    }

    public void Dispose()
    {
        _watch?.Dispose();
        _place.Dispose();
    }

    private FileStream? OpenFile()
    {
        // Ends: each turn means that the directory was deleted since it was made, and after a few that is an error.
        for (int turn = 0; ; turn++)
        {
            try
            {
                return ExclusiveFile.TryOpen(_path, _request.Scope);
            }
            catch (Exception e) when (turn < 7 && VanishingPatience.IsVanished(e))
            {
                StateRoot.Create(_request); // "file" where it was made anew by somebody in between
            }
        }
    }

    private void RefuseWhereItDoesNotExclude()
    {
        if (_checked)
        {
            return;
        }

        string root = StateRoot.PathFor(_request);
        if (WhyLocksDoNotExclude(root) is { } reason)
        {
            throw new LockEngineException(
                DiagnosticCodes.EngineUnavailable,
                $"Engine 'oslock' cannot lock in '{root}': {reason}.",
                "Use Engine 'lockdir', or a LockDirectory on a local disk.",
                _request.Key,
                _request.Engine.Name);
        }

        _checked = true;
    }

    private string? WhyLocksDoNotExclude(string root)
    {
        if (FileSystemKind.IsKnownToExclude(root))
        {
            StateRoot.RefuseLinkedRoot(_request);
            return null;
        }

        // Ends: each turn means that the directory was deleted since it was made, and after a few that is an error.
        for (int turn = 0; ; turn++)
        {
            StateRoot.Create(_request);
            try
            {
                return FileSystemKind.WhyLocksDoNotExclude(root);
            }
            catch (DirectoryNotFoundException) when (turn < 7)
            {
            }
        }
    }

    private IReadOnlyDictionary<string, string>? ReadFields()
    {
        try
        {
            return HolderText.ReadFields(StateFiles.ReadText(_path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // unknown holder; the operating system's lock alone decides
        }
    }

    private void Watch(LockHolder? holder, IReadOnlyDictionary<string, string>? fields)
    {
        if (_watch is { HasEnded: true })
        {
            _dialled = _watch.IsOfHolder ? _dialled : string.Empty; // if it was a waiter that ended, the holder is there to be called
            _watch.Dispose();
            _watch = null;
        }

        // Once for each hold: a holder that does not answer now is found gone by trying.
        if (_watch is null && holder is not null && fields is not null && _dialled != holder.Id)
        {
            _dialled = holder.Id;
            _watch = BeaconClient.Dial(holder, HolderText.Get(fields, HolderText.Beacon), _place);
        }
    }
}
