using System;
using System.IO;
using BuildLock.Cli.Diagnosis;
using BuildLock.Engines;
using BuildLock.Engines.State;

namespace BuildLock.Cli.Measurement;

/// <summary>An engine's lock.</summary>
internal sealed class EngineMeasured : IMeasuredLock
{
    private readonly string _key;
    private readonly LockOptions _options;
    private readonly string? _newRoot;

    public EngineMeasured(string engine, string key)
    {
        _key = key;
        _options = new LockOptions { Engine = engine, Namespace = "buildlock bench", Scope = LockScope.Machine, Description = "buildlock bench", Timeout = TimeSpan.FromSeconds(10) };
        string root = StateRoot.PathFor(Request());
        _newRoot = Directory.Exists(root) ? null : root;
    }

    public IDisposable Acquire() => ProcessLock.Acquire(_key, _options);

    public void Dispose() => TrialState.Remove(Request(), _newRoot);

    private LockRequest Request() => LockRequest.Create(LockKey.Named(_key), _options);
}
