using System.Collections.Generic;

namespace BuildLock.MSBuild;

/// <summary>Locks that projects went on without, as their settings say: to release one of them is no mistake.</summary>
internal sealed class LocksNotTaken
{
    private readonly HashSet<HeldName> _names = new(); // also the gate

    public void Add(HeldName name)
    {
        lock (_names)
        {
            _names.Add(name);
        }
    }

    public void Remove(HeldName name)
    {
        lock (_names)
        {
            _names.Remove(name);
        }
    }

    public bool Contains(HeldName name)
    {
        lock (_names)
        {
            return _names.Contains(name);
        }
    }
}
