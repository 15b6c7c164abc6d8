using System;

namespace BuildLock.Cli.Measurement;

/// <summary>A lock as a program would use it: an engine's, or what people use beside BuildLock.</summary>
internal interface IMeasuredLock : IDisposable
{
    /// <summary>Takes it, waiting; disposing the result on the same thread releases.</summary>
    IDisposable Acquire();
}
