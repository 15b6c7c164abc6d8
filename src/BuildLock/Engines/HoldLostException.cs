using System.IO;

namespace BuildLock.Engines;

/// <summary>What a release finds when the hold had been lost before, and nobody had noticed yet.</summary>
internal sealed class HoldLostException : IOException
{
    public HoldLostException(string message)
        : base(message)
    {
    }
}
