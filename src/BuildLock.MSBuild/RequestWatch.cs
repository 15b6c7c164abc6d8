using System;
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
/// Events come synchronously, in the flow of the request. A value set in the execution context when the run starts is seen by
/// everything that the run does, its tasks included, and again when it stops, whichever threads that happens on: so a lock and
/// the end of its very request are told to belong together.
/// A request that had started before the watch did has no such value. It is known by its project's path, and of its targets'
/// ends all are collected in one place: the watch starts in a project's first target, so those that lie around this
/// request are of projects without locks.
/// Not in task hosts, and only for MSBuild 18 and later, whose events say how a target ended.
/// </remarks>
internal sealed class RequestWatch : EventListener
{
    private const EventKeywords PerformanceEvents = (EventKeywords)2; // far fewer than all
    private static readonly AsyncLocal<RequestScope?> CurrentScope = new();

    private static bool _hearsEnds;
    private int _unscopedRequests;

    private readonly Action<RequestScope, bool> _scopeEnded;
    private readonly Action<string, bool> _projectEnded;
    private readonly RequestScope _unscoped = new(open: 1); // the run that had started before the watch; it is inside its first target

    /// <param name="scopeEnded">Told of a request's end, and whether it failed.</param>
    /// <param name="projectEnded">The same of a request that had started before the watch, by its project's path.</param>
    public RequestWatch(Action<RequestScope, bool> scopeEnded, Action<string, bool> projectEnded)
    {
        _scopeEnded = scopeEnded;
        _projectEnded = projectEnded;
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

    /// <summary>The request that the caller runs in, or <see langword="null"/> where it had started before the watch.</summary>
    public static RequestScope? Current => CurrentScope.Value;

    /// <summary>Tells the watch of a request that it is to hear of, in that request's first target.</summary>
    public void Join()
    {
        if (Current is null && Interlocked.Increment(ref _unscopedRequests) > 1)
        {
            _unscoped.Share(); // with -mt, several can have started before the watch
        }
    }

    /// <summary>Whether this MSBuild, in this process, tells how targets end.</summary>
    public static bool HearsEnds => Volatile.Read(ref _hearsEnds);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        // The base constructor calls this for existing sources, before this class's own constructor has run.
        if (_scopeEnded is not null)
        {
            Enable(eventSource);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        switch (eventData.EventName)
        {
            case "BuildProjectStart":
                CurrentScope.Value = new RequestScope();
                break;
            case "TargetStart":
                (CurrentScope.Value ?? _unscoped).TargetStarted();
                break;
            case "TargetStop":
                Volatile.Write(ref _hearsEnds, value: true);
                (CurrentScope.Value ?? _unscoped).TargetStopped(Text(eventData.Payload, 1));
                break;
            case "BuildProjectStop" when CurrentScope.Value is { } scope:
                _scopeEnded(scope, scope.HasFailed);
                break;
            case "BuildProjectStop" when Text(eventData.Payload, 0) is { } project:
                _projectEnded(project, _unscoped.HasFailed);
                break;
        }
    }

    private static string? Text(ReadOnlyCollection<object?>? payload, int index)
        => payload is not null && index < payload.Count ? Convert.ToString(payload[index], CultureInfo.InvariantCulture) : null;

    private void Enable(EventSource source)
    {
        if (source.Name == "Microsoft-Build")
        {
            EnableEvents(source, EventLevel.Informational, PerformanceEvents);
        }
    }
}
