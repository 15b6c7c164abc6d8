namespace BuildLock.Text;

/// <summary>How much of what a process says of itself is shown: long enough for what is honest, and no page of a stranger's
/// text in each message of each waiter.</summary>
internal static class FieldLength
{
    public const int Command = 160;

    /// <summary>Names of users have at most 32 characters on Linux and 20 on Windows.</summary>
    public const int User = 64;

    /// <summary>Linux's own limit (gethostname(2)).</summary>
    public const int Machine = 64;

    /// <summary>Project, definition and job of Azure Pipelines, with a number, pass 64.</summary>
    public const int Job = 128;

    public const int Description = 256;

    /// <summary>Of any field; the longest key has as many.</summary>
    public const int Any = 1024;
}
