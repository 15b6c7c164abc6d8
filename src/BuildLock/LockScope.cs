namespace BuildLock;

/// <summary>Who may contend for a key.</summary>
public enum LockScope
{
    /// <summary>Every user of this machine contends for the same lock. The default.</summary>
    Machine = 0,

    /// <summary>Only processes of the current user contend; other users' locks of the same key are separate.</summary>
    User = 1,
}
