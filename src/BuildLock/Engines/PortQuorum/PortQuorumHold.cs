using System;
using System.Globalization;
using System.IO;
using BuildLock.Identity;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Two listening ports. They are the lock, and one of them answers those who ask who has it.</summary>
internal sealed class PortQuorumHold : ILockHold
{
    // Nobody asks for less: contenders of this machine read the record, and those who ask a port wait for half a second. To have
    // the answering thread take up each short hold would cost more than the hold.
    private static readonly TimeSpan AnswerAfter = TimeSpan.FromMilliseconds(20);

    private readonly ListeningPort[] _quorum;
    private readonly LockTurn? _turn;
    private readonly string _text;
    private readonly IDisposable _answering;
    private readonly object _gate = new();
    private bool _released; // guarded by _gate

    private PortQuorumHold(LockRequest request, ListeningPort[] quorum, LockTurn? turn)
    {
        _quorum = quorum;
        _turn = turn;
        Holder = request.NewHolder();
        PreviousOutcome = turn?.PreviousOutcome ?? PreviousOutcome.None;
        FencingToken = FencingClock.Next(after: turn?.Previous?.Token ?? 0);
        _text = HolderText.Write(Holder, [.. request.Names(), (HoldRecord.TokenField, FencingToken.ToString(CultureInfo.InvariantCulture))]);
        _ = turn?.Take(_text); // without a record who holds is learnt from the port
        _answering = Keeper.Schedule(AnswerAfter, Answer);
    }

    public LockHolder Holder { get; }

    public long FencingToken { get; }

    public PreviousOutcome PreviousOutcome { get; }

    public LockHolder? PreviousHolder => _turn?.Previous?.Holder; // parsed only where it is asked for

    public static PortQuorumHold Take(LockRequest request, ListeningPort[] quorum, LockTurn? turn)
    {
        try
        {
            return new PortQuorumHold(request, quorum, turn);
        }
        catch
        {
            Array.ForEach(quorum, port => port.Close());
            throw;
        }
    }

    public void WatchLoss(Action<string> onLost)
    {
        // The kernel takes a listening socket from nobody who lives.
    }

    public Exception? Release(PreviousOutcome outcome)
    {
        lock (_gate)
        {
            _released = true;
        }

        _answering.Dispose();

        // First the ports, then the gate: the next one must find two free. What takes longest is done when it is on its way.
        bool isFree = Array.TrueForAll(_quorum, port => port.Stop());
        Exception? problem = _turn?.End(outcome);
        Array.ForEach(_quorum, port => port.Close());
        return isFree ? problem : new IOException("A port could not be closed for want of memory or open files.");
    }

    // One port answers. It is the lower one: whoever fails on two of three, in order, has failed on it, since at most one port lies
    // before it.
    private void Answer()
    {
        lock (_gate)
        {
            if (!_released)
            {
                byte[] answer = HolderProtocol.Answer(_text);
                _quorum[0].Answer(() => answer);
            }
        }
    }
}
