using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using BuildLock.Beacons;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.OsLock;

/// <summary>A locked file. Its content tells who holds, and afterwards how the hold ended; it decides nothing.</summary>
internal sealed class OsLockHold : ILockHold
{
    /// <summary>The field that a hold adds to its text when it ends.</summary>
    public const string Outcome = "outcome";

    private const int LooksPerExpiry = 6;

    private readonly LockRequest _request;
    private readonly FileStream _file;
    private readonly BeaconRoom _room;
    private readonly string _text;
    private Action<string>? _onLost;
    private IDisposable? _look;
    private volatile bool _ended;

    private OsLockHold(LockRequest request, FileStream file, IReadOnlyDictionary<string, string>? previous, BeaconRoom room)
    {
        _request = request;
        _file = file;
        Holder = request.NewHolder();
        PreviousHolder = HolderText.ReadHolder(previous);
        PreviousOutcome = OutcomeOf(previous);
        FencingToken = FencingClock.Next(after: TokenOf(previous));
        _room = room;
        _text = HolderText.Write(
            Holder,
            [
                .. request.Names(),
                ("token", FencingToken.ToString(CultureInfo.InvariantCulture)),
                (HolderText.Beacon, room.Publish()),
            ]);
    }

    public LockHolder Holder { get; }

    public long FencingToken { get; }

    public PreviousOutcome PreviousOutcome { get; }

    public LockHolder? PreviousHolder { get; }

    public static OsLockHold Take(LockRequest request, FileStream file, BeaconRoom room)
    {
        try
        {
            var hold = new OsLockHold(request, file, Read(file), room);
            hold.WriteText();
            room.Begin(request.Site, () => hold._text);
            return hold;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void WatchLoss(Action<string> onLost)
    {
        _onLost = onLost;
        ScheduleLook();
    }

    public Exception? Release(PreviousOutcome outcome)
    {
        _ended = true;
        _look?.Dispose();
        Exception? problem = null;
        try
        {
            Append($"{Outcome}: {outcome}\nend\n");
        }
        catch (IOException e)
        {
            problem = e; // the next holder takes this one for abandoned; the lock itself ends with the file below
        }

        _file.Dispose();
        _room.TellEnd(outcome);
        _room.Close();
        return problem;
    }

    private static IReadOnlyDictionary<string, string>? Read(FileStream file)
    {
        var bytes = new byte[Math.Min(file.Length, BeaconProtocol.MaxText)];
        int have = 0;
        for (int count = 1; count > 0 && have < bytes.Length; have += count)
        {
            count = file.Read(bytes, have, bytes.Length - have);
        }

        return HolderText.ReadFields(Encoding.UTF8.GetString(bytes, 0, have));
    }

    private static long TokenOf(IReadOnlyDictionary<string, string>? previous)
        => previous is not null && long.TryParse(HolderText.Get(previous, "token"), NumberStyles.None, CultureInfo.InvariantCulture, out long token) ? token : 0;

    // An empty file has had no holder; one whose last text names no outcome was left by a holder that ended without word.
    private PreviousOutcome OutcomeOf(IReadOnlyDictionary<string, string>? previous)
    {
        if (previous is null)
        {
            return _file.Length == 0 ? PreviousOutcome.None : PreviousOutcome.Abandoned;
        }

        return Enum.TryParse(HolderText.Get(previous, Outcome), out PreviousOutcome outcome) ? outcome : PreviousOutcome.Abandoned;
    }

    private void WriteText()
    {
        _file.Position = 0;
        Append(_text);
        _file.SetLength(_file.Position);
    }

    private void Append(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        _file.Write(bytes, 0, bytes.Length);
        _file.Flush();
    }

    private void ScheduleLook()
    {
        _look = Keeper.Schedule(TimeSpan.FromTicks(_request.ExpireAfter.Ticks / LooksPerExpiry), Look);
        if (_ended)
        {
            _look.Dispose();
        }
    }

    // Somebody may delete the file under us; the next contender would then make and lock another one.
    private void Look()
    {
        string path = _file.Name;
        if (_ended)
        {
            return;
        }

        try
        {
            if (!File.Exists(path) || !ExclusiveFile.IsStillAt(_file, path))
            {
                _onLost!(LockText.LostState(_request.Key, path));
                return;
            }
        }
        catch (ObjectDisposedException)
        {
            return; // released meanwhile
        }

        ScheduleLook();
    }
}
