namespace BuildLock.Queueing;

/// <summary>Which queue: the lock that its contenders want, and who they are.</summary>
internal readonly struct QueueAddress
{
    /// <param name="name">A file name that all contenders of the lock on this machine compute alike.</param>
    /// <param name="isOfUser">Whether the contenders are one user's processes.</param>
    public QueueAddress(string name, bool isOfUser)
    {
        Name = name;
        IsOfUser = isOfUser;
    }

    public string Name { get; }

    public bool IsOfUser { get; }
}
