using System;
using System.Reflection;
using System.Runtime.Loader;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>A copy of the core in a load context of its own, as a second version of the package is in one build.</summary>
internal sealed class PackageVersion
{
    private readonly Type _options;
    private readonly MethodInfo _tryAcquire;

    public PackageVersion(string path)
    {
        Assembly core = new AssemblyLoadContext("version of BuildLock").LoadFromAssemblyPath(path);
        _options = core.GetType("BuildLock.LockOptions", throwOnError: true)!;
        _tryAcquire = core.GetType("BuildLock.ProcessLock", throwOnError: true)!.GetMethod("TryAcquire", [typeof(string), _options])!;
    }

    public bool IsTheTestsOwn => _options == typeof(LockOptions);

    public IDisposable? TryAcquire(string key, string engine, string? directory)
    {
        object options = Activator.CreateInstance(_options)!;
        _options.GetProperty("Engine")!.SetValue(options, engine);
        _options.GetProperty("LockDirectory")!.SetValue(options, directory);
        return (IDisposable?)_tryAcquire.Invoke(null, [key, options]);
    }
}
