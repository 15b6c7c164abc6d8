using System;
using System.Collections;
using System.Collections.Generic;
using Microsoft.Build.Framework;

namespace BuildLock.Mono;

/// <summary>What the lock tasks need of a build, since MSBuild itself does not run here: a log, and objects that live as long
/// as the build.</summary>
internal sealed class FakeEngine : IBuildEngine6
{
    private readonly Dictionary<object, object> _objects = new();

    public bool HasWarned { get; private set; }

    public bool IsRunningMultipleNodes => false;

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 1;

    public int ColumnNumberOfTaskNode => 1;

    public string ProjectFileOfTaskNode => "mono.proj";

    public void EndBuild()
    {
        foreach (object value in _objects.Values)
        {
            (value as IDisposable)?.Dispose();
        }
    }

    public void LogErrorEvent(BuildErrorEventArgs e) => Console.WriteLine($"error {e.Code}: {e.Message}");

    public void LogWarningEvent(BuildWarningEventArgs e)
    {
        HasWarned = true;
        Console.WriteLine($"warning {e.Code}: {e.Message}");
    }

    public void LogMessageEvent(BuildMessageEventArgs e)
    {
    }

    public void LogCustomEvent(CustomBuildEventArgs e)
    {
    }

    public void LogTelemetry(string eventName, IDictionary<string, string> properties)
    {
    }

    public IReadOnlyDictionary<string, string> GetGlobalProperties() => new Dictionary<string, string>(StringComparer.Ordinal);

    public object GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => _objects.TryGetValue(key, out object value) ? value : null!;

    public void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection) => _objects[key] = obj;

    public object UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => throw new NotSupportedException();

    public void Yield()
    {
    }

    public void Reacquire()
    {
    }

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs)
        => throw new NotSupportedException();

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs, string toolsVersion)
        => throw new NotSupportedException();

    public bool BuildProjectFilesInParallel(string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IDictionary[] targetOutputsPerProject, string[] toolsVersion, bool useResultsCache, bool unloadProjectsOnCompletion)
        => throw new NotSupportedException();

    public BuildEngineResult BuildProjectFilesInParallel(string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IList<string>[] removeGlobalProperties, string[] toolsVersion, bool returnTargetOutputs)
        => throw new NotSupportedException();
}
