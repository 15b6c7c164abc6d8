namespace BuildLock.MSBuild;

/// <summary>One run of a project: from the start to the stop of one build request.</summary>
internal sealed class RequestScope
{
    private readonly object _gate = new(); // with -mt several requests may have started before the watch
    private int _open;
    private int _requests = 1;
    private bool _outermostFailed;
    private bool _anyFailed;

    /// <param name="open">How many targets are running already.</param>
    public RequestScope(int open = 0) => _open = open;

    /// <summary>Whether a target failed that no other one had called: then the run fails. One that was called may fail and
    /// its caller go on; and <c>OnError</c> targets, which may succeed, come after the failure.</summary>
    public bool HasFailed
    {
        get
        {
            lock (_gate)
            {
                return _outermostFailed || (_requests > 1 && _anyFailed);
            }
        }
    }

    /// <summary>Another run is counted here too. Whose targets are open cannot be told then, so any failure counts as one of
    /// each: a lock that is given up with a needless warning is better than one that is waited for in vain.</summary>
    public void Share()
    {
        lock (_gate)
        {
            _requests++;
        }
    }

    public void TargetStarted()
    {
        lock (_gate)
        {
            _open++;
        }
    }

    /// <param name="result">As MSBuild says it, or <see langword="null"/> where it does not.</param>
    public void TargetStopped(string? result)
    {
        lock (_gate)
        {
            _open--;
            bool failed = result == "Failure";
            _anyFailed |= failed;
            _outermostFailed |= failed && _open <= 0;
        }
    }
}
