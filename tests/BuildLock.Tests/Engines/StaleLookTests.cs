using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using BuildLock.Engines;
using BuildLock.Engines.LockDirectory;
using BuildLock.Engines.OsLock;
using BuildLock.Engines.State;
using BuildLock.Platform;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>Who is in the way is the holder, and not whoever held before: to a process that the former holder started, such
/// a wait would look endless (BL2002).</summary>
public sealed class StaleLookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    public void A_hold_whose_marks_are_swept_away_under_the_look_is_not_taken_for_the_present_one(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath);
        ProcessLock.TryAcquire(forged.Key, forged.Options)!.Release();
        var form = new SweepingForm(engine == "lockdir" ? new DirectoryForm() : new FileForm(), () =>
        {
            // As the next holder does: its number first, then away with what is below.
            forged.AddInvisibleHolder(2);
            File.Delete(engine == "lockdir" ? Path.Combine(forged.Folder.EntryPath(1), "released") : forged.Folder.EntryPath(1) + ".released");
        });
        using var contender = new LockDirectoryContender(forged.Request, form);

        LockAttempt attempt = contender.Try(isLast: true);
        Assert.Null(attempt.Hold);
        Assert.Equal("0badcafe", attempt.Holder!.Id);
    }

    [Fact]
    public void What_the_last_holder_of_a_file_wrote_does_not_name_the_next()
    {
        string key = "stale " + Guid.NewGuid().ToString("N");
        var options = new LockOptions { Engine = "oslock", LockDirectory = _folder.FullPath };
        ProcessLock.TryAcquire(key, options)!.Release();
        var request = LockRequest.Create(LockKey.Named(key), options);
        Assert.Contains("outcome: Released", File.ReadAllText(StateRoot.FolderFor(request), Encoding.UTF8), StringComparison.Ordinal);

        // Locked, and nothing written yet.
        using DirectoryHandle root = DirectoryHandle.TryOpen(_folder.FullPath)!;
        using FileHandle next = OsLockFile.TryOpen(root, Path.GetFileName(StateRoot.FolderFor(request)))!;
        Assert.True(next.TryLock());
        using ILockContender contender = request.Engine.Contend(request);
        Assert.False(contender.Queue!.TryPass(isLast: true));
        Assert.Null(contender.Look().Holder);
    }

    /// <summary>Has something happen in the middle of the first look: between the holder's text and its marks.</summary>
    private sealed class SweepingForm(IEntryForm form, Action sweep) : IEntryForm
    {
        private Action? _sweep = sweep;

        public IEnumerable<string> Enumerate(DirectoryHandle folder) => form.Enumerate(folder);

        public void CreateEmpty(DirectoryHandle folder, string entry, uint mode) => form.CreateEmpty(folder, entry, mode);

        public bool TryClaim(DirectoryHandle folder, string entry, string holderText, LockScope scope) => form.TryClaim(folder, entry, holderText, scope);

        public IEntryFiles? TryOpen(DirectoryHandle folder, string entry) => form.TryOpen(folder, entry) is { } files ? new SweepingFiles(files, Sweep) : null;

        public bool TryDelete(DirectoryHandle folder, string entry) => form.TryDelete(folder, entry);

        private void Sweep()
        {
            _sweep?.Invoke();
            _sweep = null;
        }
    }

    private sealed class SweepingFiles(IEntryFiles files, Action sweep) : IEntryFiles
    {
        public DirectoryHandle Place => files.Place;

        public string Holder => files.Holder;

        public string Mark(string mark)
        {
            sweep();
            return files.Mark(mark);
        }

        public void Dispose() => files.Dispose();
    }
}
