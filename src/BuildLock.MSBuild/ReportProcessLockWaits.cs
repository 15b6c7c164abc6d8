using System;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BuildLock.MSBuild;

/// <summary>Called by this package after a project's <c>Build</c>: one line for each key that the project has waited for (BL1007),
/// nothing when it has not. A project whose locks are taken in other targets may call it itself.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportProcessLockWaits : Task
{
    /// <inheritdoc/>
    public override bool Execute()
    {
        WaitTally waits = HeldLocks.Of(BuildEngine).Tally;
        if (!waits.IsEmpty)
        {
            Report(waits);
        }

        return true;
    }

    // Apart: most projects have not waited, and need not pay for its compilation.
    private void Report(WaitTally waits)
    {
        foreach ((TimeSpan waited, string text) in waits.Take(ProjectContext.Of(this).Owner))
        {
            // A wait that was too short to be told while it lasted is for the binary log.
            MessageImportance importance = waited >= TimeSpan.FromSeconds(1) ? MessageImportance.High : MessageImportance.Low;
            Log.LogMessage(subcategory: null, code: DiagnosticCodes.WaitsOfProject, helpKeyword: null, file: null, 0, 0, 0, 0, importance, message: "{0}", text);
        }
    }
}
