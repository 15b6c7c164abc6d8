using System.Net;

namespace BuildLock.Beacons;

/// <summary>A program that is not BuildLock on an endpoint that BuildLock needs.</summary>
internal readonly struct Stranger
{
    public Stranger(IPEndPoint endpoint, string behaviour, bool isSilent)
    {
        Endpoint = endpoint;
        Behaviour = behaviour;
        IsSilent = isSilent;
    }

    public IPEndPoint Endpoint { get; }

    /// <summary>Whether it said nothing at all: it may be a holder that is stopped, or starved on an overloaded machine.</summary>
    public bool IsSilent { get; }

    /// <summary>Why it is taken for one, as the rest of a sentence.</summary>
    public string Behaviour { get; }
}
