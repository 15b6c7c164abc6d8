using System;
using System.IO;
using System.Linq;
using BuildLock.Journal;
using BuildLock.Platform;
using Xunit;

namespace BuildLock.Tests.Journal;

/// <summary>The journal's folder does not grow without end.</summary>
public sealed class JournalFolderTests : IDisposable
{
    private static readonly DateTime Now = DateTime.UtcNow;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_longest_untouched_go_first_when_there_are_too_many()
    {
        for (int i = 0; i < JournalFolder.MaxFiles + 5; i++)
        {
            Add($"{i}", TimeSpan.FromMinutes(i), 10);
        }

        Sweep(always: false);

        Assert.Equal(JournalFolder.MaxFiles, Names().Length);
        Assert.DoesNotContain((JournalFolder.MaxFiles + 4).ToString(), Names());
        Assert.Contains("0", Names());
    }

    [Fact]
    public void They_go_when_they_are_too_much()
    {
        for (int i = 0; i < 70; i++)
        {
            Add($"{i}", TimeSpan.FromMinutes(i), JournalFolder.MaxFileBytes);
        }

        Sweep(always: false);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => i.ToString()).Order(StringComparer.Ordinal), Names());
    }

    [Fact]
    public void They_go_when_they_are_too_old_and_what_is_no_journal_stays()
    {
        Add("old", JournalFolder.MaxAge + TimeSpan.FromHours(1), 10);
        Add("young", JournalFolder.MaxAge - TimeSpan.FromHours(1), 10);
        string other = _folder.Below("notes.txt");
        File.WriteAllText(other, "mine");
        File.SetLastWriteTimeUtc(other, Now - TimeSpan.FromDays(400));

        Sweep(always: false);

        Assert.Equal(["young"], Names());
        Assert.True(File.Exists(other));
    }

    [Fact]
    public void One_process_a_minute_looks()
    {
        Sweep(always: false);
        Add("old", TimeSpan.FromDays(100), 10);

        Sweep(always: false);
        Assert.Equal(["old"], Names());

        Sweep(always: true);
        Assert.Empty(Names());
    }

    [Fact]
    public void A_name_is_safe_whatever_the_machine_is_called()
        => Assert.Equal("20260304T050607Z-ci---07-8812-123-1.jsonl", JournalFolder.FileName(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), "ci/..07", 8812, "123", 1));

    [Fact]
    public void Two_writers_of_one_name_get_two_files()
    {
        using JournalFile one = JournalFile.Create(JournalFolder.Open(_folder.FullPath), n => n + JournalFolder.Extension, 1);
        using JournalFile two = JournalFile.Create(JournalFolder.Open(_folder.FullPath), n => n + JournalFolder.Extension, 1);
        Assert.Equal((1, 2), (one.Number, two.Number));
    }

    private void Sweep(bool always)
    {
        using DirectoryHandle folder = JournalFolder.Open(_folder.FullPath);
        JournalFolder.Sweep(folder, always);
    }

    private void Add(string name, TimeSpan age, long bytes)
    {
        string path = _folder.Below(name + JournalFolder.Extension);
        using (FileStream file = File.Create(path))
        {
            file.SetLength(bytes);
        }

        File.SetLastWriteTimeUtc(path, Now - age);
    }

    private string[] Names() => Directory.GetFiles(_folder.FullPath, "*" + JournalFolder.Extension).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal).ToArray();
}
