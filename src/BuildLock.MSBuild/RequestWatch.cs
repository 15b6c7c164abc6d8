using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Diagnostics.Tracing;
using System.Globalization;
using System.Threading;

namespace BuildLock.MSBuild;

/// <summary>
/// Hears how a project's run ends, so that what it holds can be given up while the build goes on. MSBuild tells
/// tasks nothing of the kind; it does raise events on its event source (dotnet/msbuild, documentation/specs/event-source.md).
/// </summary>
/// <remarks>
/// <para>Events come synchronously, in the flow of the request. A value set in the execution context when the run starts is seen by
/// everything that the run does, its tasks included, and again when it stops, whichever threads that happens on: so a lock and
/// the end of its very request belong together without doubt.</para>
/// <para>Requests that had started before the watch have no such value; with -mt there are several, some of one project file.
/// Each joins in its first target, and gets its value when that target stops: MSBuild raises that event in the
/// method that runs all of the request's targets, so every later target of it has the value. The end comes from further
/// out, where the value is not seen; MSBuild 18.9 and later names the configuration there. Before, the end of the
/// project counts if it comes on the thread on which the request's last target stopped; otherwise the lock is kept to the end of
/// the build. What cannot be attributed frees nothing: exclusion goes before progress.</para>
/// <para>Not in task hosts, and only for MSBuild 18 and later, whose events say how a target ended.</para>
/// </remarks>
internal sealed class RequestWatch : EventListener
{
    private const string JoiningTarget = "ReadProcessLockSettings";
    private const EventKeywords PerformanceEvents = (EventKeywords)2; // far fewer than all
    private static readonly AsyncLocal<RequestScope?> CurrentScope = new();

    private static bool _hearsEnds;

    // What joined on this thread a moment ago; its target stops next on it.
    [ThreadStatic]
    private static RequestScope? _joining;

    // Whose target stopped last on this thread.
    [ThreadStatic]
    private static RequestScope? _latest;

    private readonly Action<RequestScope, bool> _ended;
    private readonly List<RequestScope> _joined = new(); // also the gate
    private readonly HashSet<string> _stoppedUnattributed = new(StringComparer.Ordinal); // project files
    private bool _stopsNameConfigurations;

    /// <param name="ended">Told of a request's end, and whether it failed.</param>
    public RequestWatch(Action<RequestScope, bool> ended)
    {
        _ended = ended;
        try
        {
            foreach (EventSource source in EventSource.GetSources())
            {
                Enable(source);
            }
        }
        catch (NotImplementedException)
        {
            // Mono has no events. What a failed project holds is freed at the end of the build.
        }
    }

    /// <summary>Whether this MSBuild, in this process, tells how targets end.</summary>
    public static bool HearsEnds => Volatile.Read(ref _hearsEnds);

    /// <summary>The request that the caller runs in, or <see langword="null"/> where that is not known.</summary>
    public RequestScope? Current => CurrentScope.Value is { } scope && scope.Watch == this && !scope.HasEnded ? scope : null;

    /// <summary>Called by the task in a request's first target. A request that had started before the watch is heard of from now on.</summary>
    public void Join(string project, int configuration)
    {
        if (Current is null)
        {
            var scope = new RequestScope(this, project, configuration, endIsHeard: _stopsNameConfigurations);
            _joining = scope;
            lock (_joined)
            {
                _joined.Add(scope);
            }
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        // The base constructor calls this for existing sources, before this class's own constructor has run.
        if (_ended is not null)
        {
            Enable(eventSource);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        switch (eventData.EventName)
        {
            case "RequestThreadProcStart":
                _latest = null;
                CurrentScope.Value = new RequestScope(this);
                break;
            case "TargetStart":
                Current?.TargetStarted(Text(eventData.Payload, 0));
                break;
            case "TargetStop":
                Volatile.Write(ref _hearsEnds, value: true);
                TargetStopped(Text(eventData.Payload, 0), Text(eventData.Payload, 1));
                break;
            case "BuildProjectStop":
                ProjectStopped(Text(eventData.Payload, 0) ?? string.Empty);
                break;
            case "RequestThreadProcStop":
                RequestStopped(Text(eventData.Payload, 0), Text(eventData.Payload, 1));
                break;
        }
    }

    private static string? Text(ReadOnlyCollection<object?>? payload, int index)
        => payload is not null && index < payload.Count ? Convert.ToString(payload[index], CultureInfo.InvariantCulture) : null;

    private void TargetStopped(string? target, string? result)
    {
        if (Current is null && _joining is { } joining && joining.Watch == this && target == JoiningTarget)
        {
            CurrentScope.Value = joining; // seen by all that the request does from here on
        }

        _joining = null;
        RequestScope? scope = Current;
        _latest = scope;
        scope?.TargetStopped(result);
    }

    private void ProjectStopped(string project)
    {
        RequestScope? scope = Current ?? (_latest is { } latest && latest.Watch == this && latest.Project == project ? latest : null);
        if (scope is not null)
        {
            scope.ProjectStopped();
            if (scope.Project is not null && !_stopsNameConfigurations)
            {
                End(scope, scope.HasFailed);
            }

            return;
        }

        lock (_joined)
        {
            _stoppedUnattributed.Add(project);
        }
    }

    private void RequestStopped(string? project, string? configuration)
    {
        if (Current is { Project: null } scope)
        {
            End(scope, scope.HasFailed || !scope.HasStopped);
            return;
        }

        RequestScope? joined;
        bool mayHaveStopped;
        lock (_joined)
        {
            joined = _joined.Find(s => s.Configuration?.ToString(CultureInfo.InvariantCulture) == configuration);
            mayHaveStopped = project is not null && _stoppedUnattributed.Contains(project);
        }

        if (joined is not null)
        {
            End(joined, joined.HasFailed || !(joined.HasStopped || mayHaveStopped));
        }
    }

    private void End(RequestScope scope, bool failed)
    {
        if (scope.End())
        {
            lock (_joined)
            {
                _joined.Remove(scope);
            }

            _ended(scope, failed);
        }
    }

    private void Enable(EventSource source)
    {
        if (source.Name == "Microsoft-Build")
        {
            _stopsNameConfigurations = source.GetType().GetMethod("RequestThreadProcStop")?.GetParameters().Length >= 2;
            EnableEvents(source, EventLevel.Informational, PerformanceEvents);
        }
    }
}
