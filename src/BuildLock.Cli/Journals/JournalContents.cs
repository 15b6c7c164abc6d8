using System.Collections.Generic;

namespace BuildLock.Cli.Journals;

/// <summary>What a journal says, by time.</summary>
/// <param name="Entries">The lines, each with its process and with what tells the process's writers apart.</param>
/// <param name="TornLines">How many lines could not be read: a crash or a full disk tears the last one of a file.</param>
/// <param name="UnreadFiles">Files that could not be read at all, with the reason.</param>
internal sealed record JournalContents(IReadOnlyList<(JournalProcess Process, string Writer, JournalEntry Entry)> Entries, int TornLines, IReadOnlyList<string> UnreadFiles);
