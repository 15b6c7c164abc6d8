namespace BuildLock.Cli;

/// <summary>What the program ends with when it is not the command's own code. The numbers are those of sysexits.h and of
/// shells, so that scripts know them.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The answer is no: <c>who</c> found nobody, <c>doctor</c> something that does not work here.</summary>
    public const int No = 1;

    /// <summary>EX_USAGE.</summary>
    public const int Usage = 64;

    /// <summary>EX_UNAVAILABLE: the engine cannot lock here, or the state cannot be used.</summary>
    public const int Unavailable = 69;

    /// <summary>EX_SOFTWARE, of which nothing else is left here: the lock was lost under the command.</summary>
    public const int Lost = 70;

    /// <summary>EX_TEMPFAIL: somebody else has the lock.</summary>
    public const int Conflict = 75;

    public const int NotExecutable = 126;
    public const int NotFound = 127;

    /// <summary>Plus the signal's number: what shells say of a command that a signal ended.</summary>
    public const int SignalBase = 128;
}
