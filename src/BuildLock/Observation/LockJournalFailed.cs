using BuildLock.Engines;

namespace BuildLock;

/// <summary>The journal cannot be written (BL1008). Told once for each process and journal; locks work as before.</summary>
public sealed class LockJournalFailed : LockEvent
{
    // Not a warning: where warnings are errors a build would fail for want of its journal.
    internal LockJournalFailed(LockRequest request, string problem)
        : base(request, DiagnosticCodes.JournalFailed, LockText.JournalFailed(problem))
    {
    }
}
