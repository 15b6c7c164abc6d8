using System;
using System.Collections.Generic;

namespace BuildLock.MSBuild;

/// <summary>One run of a project: from the start to the stop of one build request.</summary>
internal sealed class RequestScope
{
    private readonly object _gate = new();
    private readonly HashSet<string> _targets = new(StringComparer.OrdinalIgnoreCase);
    private int _open;
    private int _started;
    private bool _failed;
    private bool _projectStopped;
    private bool _ended;

    /// <param name="watch">Who hears of it. A value in the flow of execution may be left from an earlier build of this process.</param>
    public RequestScope(RequestWatch watch)
    {
        Watch = watch;
        EndIsHeard = true;
    }

    /// <summary>A run that had started before the watch, and is inside a target.</summary>
    /// <param name="endIsHeard">Whether its end is told apart from those of other runs however it ends.</param>
    public RequestScope(RequestWatch watch, string project, int configuration, bool endIsHeard)
    {
        Watch = watch;
        Project = project;
        Configuration = configuration;
        EndIsHeard = endIsHeard;
        _open = 1;
    }

    public RequestWatch Watch { get; }

    /// <summary>The project's path, of a run that had started before the watch.</summary>
    public string? Project { get; }

    /// <summary>What MSBuild numbers the project with its global properties by, of a run that had started before the watch.</summary>
    public int? Configuration { get; }

    /// <summary>Whether its end will be heard, however it ends.</summary>
    public bool EndIsHeard { get; }

    /// <summary>How many targets have started in it.</summary>
    public int Started
    {
        get
        {
            lock (_gate)
            {
                return _started;
            }
        }
    }

    public bool HasEnded
    {
        get
        {
            lock (_gate)
            {
                return _ended;
            }
        }
    }

    /// <summary>Whether a target failed that no other one had called: then the run fails. One that was called may fail and
    /// its caller go on; and <c>OnError</c> targets, which may succeed, come after the failure.</summary>
    public bool HasFailed
    {
        get
        {
            lock (_gate)
            {
                return _failed;
            }
        }
    }

    /// <summary>Whether MSBuild came to the end of the run's targets. Otherwise it stopped at an error outside a task, such as
    /// a target that does not exist.</summary>
    public bool HasStopped
    {
        get
        {
            lock (_gate)
            {
                return _projectStopped;
            }
        }
    }

    public bool HasRun(string target)
    {
        lock (_gate)
        {
            return _targets.Contains(target);
        }
    }

    public void TargetStarted(string? target)
    {
        lock (_gate)
        {
            _open++;
            _started++;
            _targets.Add(target ?? string.Empty);
        }
    }

    /// <param name="result">As MSBuild says it, or <see langword="null"/> where it does not.</param>
    public void TargetStopped(string? result)
    {
        lock (_gate)
        {
            _open--;
            _failed |= result == "Failure" && _open <= 0;
        }
    }

    public void ProjectStopped()
    {
        lock (_gate)
        {
            _projectStopped = true;
        }
    }

    /// <returns>Whether this call ended it: an end is told once.</returns>
    public bool End()
    {
        lock (_gate)
        {
            bool first = !_ended;
            _ended = true;
            return first;
        }
    }
}
