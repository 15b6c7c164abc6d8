using System;

namespace BuildLock.Benchmarks.Protocol;

/// <summary>A peer could not do what a row asks. The row says so, and the others go on.</summary>
internal sealed class PeerFailedException : Exception
{
    public PeerFailedException(string message)
        : base(message)
    {
    }
}
