using System;
using System.Collections.Generic;
using System.IO;

namespace BuildLock.Engines.LockDirectory;

/// <summary>The next number, created and found to count: rule 3 of <see cref="GenerationFolder"/>, written once. Disposing withdraws
/// it unless it is kept.</summary>
internal sealed class Claim : IDisposable
{
    private readonly EntryFolder _folder;
    private bool _isDone;

    private Claim(EntryFolder folder, long number)
    {
        _folder = folder;
        Number = number;
    }

    public long Number { get; }

    /// <summary>What was in the folder when the claim was found to count.</summary>
    public IReadOnlyList<long> Numbers { get; private set; } = Array.Empty<long>();

    /// <param name="folder">The lock's folder; it must stay open as long as the claim.</param>
    /// <param name="ended">The highest number, whose hold has ended.</param>
    /// <param name="text">The text of the holder to be.</param>
    /// <returns><see langword="null"/> when another one was faster, or we came too late.</returns>
    public static Claim? TryNext(EntryFolder folder, long ended, string text, LockScope scope)
    {
        var claim = new Claim(folder, ended + 1); // no overflow: no listed number is near it
        if (!folder.TryClaim(claim.Number, text, scope))
        {
            return null;
        }

        bool counts = false;
        try
        {
            List<long> numbers = folder.Numbers();
            claim.Numbers = numbers;
            counts = numbers.Contains(ended) && EntryFolder.Highest(numbers) == claim.Number && folder.IsThere();
        }
        finally
        {
            if (!counts)
            {
                claim.Dispose(); // also when the look failed: an entry of a living process would block for ever
            }
        }

        return counts ? claim : null;
    }

    /// <summary>It is a hold from now on, which its holder releases.</summary>
    public void Keep() => _isDone = true;

    // Marked, not deleted: see the rule.
    public void Dispose()
    {
        if (_isDone)
        {
            return;
        }

        _isDone = true;
        try
        {
            using Entry entry = _folder.Open(Number);
            entry.Mark(PreviousOutcome.Released);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or the disk: a withdrawal is only needed where others see the entry.
        }
    }
}
