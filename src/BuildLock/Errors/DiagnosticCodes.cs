namespace BuildLock;

/// <summary>The code of every message. Each has a page of its name under <c>docs/diagnostics</c>.</summary>
public static class DiagnosticCodes
{
    /// <summary>BL1001: still waiting; says for whom.</summary>
    public const string Waiting = "BL1001";

    /// <summary>BL1002: took a lock whose holder ended without releasing or lost it by age.</summary>
    public const string TookAbandoned = "BL1002";

    /// <summary>BL1003: took the lock after waiting.</summary>
    public const string Acquired = "BL1003";

    /// <summary>BL1004: the engine <c>none</c> locks nothing.</summary>
    public const string NotLocked = "BL1004";

    /// <summary>BL1005: releasing went wrong; the lock is free or will be when this process ends.</summary>
    public const string ReleaseFailed = "BL1005";

    /// <summary>BL1006: asked to release a lock that is not held.</summary>
    public const string NotHeld = "BL1006";

    /// <summary>BL1007: what a project has waited for, told at the end of its build.</summary>
    public const string WaitsOfProject = "BL1007";

    /// <summary>BL1008: the journal cannot be written.</summary>
    public const string JournalFailed = "BL1008";

    /// <summary>BL1009: the targets to run under the lock did not run, since they had run before.</summary>
    public const string NothingRan = "BL1009";

    /// <summary>BL1010: the lock excludes within a network namespace that is not the machine's own.</summary>
    public const string NetworkLimited = "BL1010";

    /// <summary>BL2001: gave up waiting at the deadline.</summary>
    public const string Timeout = "BL2001";

    /// <summary>BL2002: waiting would never end.</summary>
    public const string Deadlock = "BL2002";

    /// <summary>BL2003: the lock was lost while it was held.</summary>
    public const string Lost = "BL2003";

    /// <summary>BL2004: the engine cannot exclude in this place.</summary>
    public const string EngineUnavailable = "BL2004";

    /// <summary>BL2005: two of the key's three ports are used by other programs.</summary>
    public const string PortsUnusable = "BL2005";

    /// <summary>BL2006: the lock's state cannot be read or written.</summary>
    public const string StateUnusable = "BL2006";

    /// <summary>BL2007: the targets to run under the lock cannot be run.</summary>
    public const string TargetsNotRun = "BL2007";

    /// <summary>BL3001: the key is missing, empty, too long or not well-formed.</summary>
    public const string BadKey = "BL3001";

    /// <summary>BL3002: no engine has that name.</summary>
    public const string UnknownEngine = "BL3002";

    /// <summary>BL3003: a duration cannot be read or is out of range.</summary>
    public const string BadDuration = "BL3003";

    /// <summary>BL3004: both or neither of Key and Folder.</summary>
    public const string KeyOrFolder = "BL3004";

    /// <summary>BL3005: the folder to lock does not exist.</summary>
    public const string NoSuchFolder = "BL3005";

    /// <summary>BL3006: settings that do not go together.</summary>
    public const string BadCombination = "BL3006";

    /// <summary>BL3007: another setting holds nonsense.</summary>
    public const string BadSetting = "BL3007";

    /// <summary>BL4001: the command line cannot be understood.</summary>
    public const string BadUsage = "BL4001";

    /// <summary>BL4002: the command to run was not found.</summary>
    public const string CommandNotFound = "BL4002";

    /// <summary>BL4003: the command to run cannot be executed.</summary>
    public const string CommandNotExecutable = "BL4003";

    /// <summary>BL4004: a lock was not broken.</summary>
    public const string NotBroken = "BL4004";

    /// <summary>BL4005: the journal cannot be read, or the report not be written.</summary>
    public const string ReportNotMade = "BL4005";
}
