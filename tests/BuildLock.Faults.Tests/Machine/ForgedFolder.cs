using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using BuildLock.Engines;
using BuildLock.Engines.LockDirectory;
using BuildLock.Engines.State;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>The folder of one lock, opened for each call as contenders do.</summary>
internal sealed class ForgedFolder(LockRequest request, IEntryForm form)
{
    public string FullPath => StateRoot.FolderFor(request);

    public string EntryPath(long number) => Path.Combine(FullPath, number.ToString(CultureInfo.InvariantCulture));

    public void Create() => GenerationFolder.Create(request, form);

    public GenerationFolder Open() => GenerationFolder.TryOpen(request, form) ?? throw new DirectoryNotFoundException(FullPath);

    public List<long> Numbers()
    {
        using GenerationFolder? folder = GenerationFolder.TryOpen(request, form);
        return folder?.Numbers() ?? [];
    }

    public bool TryClaim(long number, string text) => With(folder => folder.TryClaim(number, text, request.Scope));

    public DateTime Now() => With(folder => folder.Now());

    public void DeleteBelow(long number, IReadOnlyList<long> known) => With(folder =>
    {
        folder.DeleteBelow(number, known);
        return true;
    });

    public HoldState Look(long number) => With(folder => HoldState.Read(folder, number, request.ExpireAfter, new AgeWatch()));

    public PreviousOutcome? MarkedOutcome(long number) => WithEntry(number, entry => entry.MarkedOutcome());

    public void Mark(long number, PreviousOutcome outcome) => WithEntry(number, entry =>
    {
        entry.Mark(outcome);
        return true;
    });

    public void Renew(long number) => WithEntry(number, entry =>
    {
        entry.Touch();
        return true;
    });

    private T With<T>(Func<GenerationFolder, T> use)
    {
        using GenerationFolder folder = Open();
        return use(folder);
    }

    private T WithEntry<T>(long number, Func<Entry, T> use) => With(folder =>
    {
        using Entry entry = folder.Open(number);
        return use(entry);
    });
}
