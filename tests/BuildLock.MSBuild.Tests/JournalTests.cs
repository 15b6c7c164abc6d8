using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Builds write the journal that the environment names.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_build_journals_its_lock_with_project_and_target()
    {
        string key = LockKeys.Fresh("journal");
        string journal = _folder.Below("journal");
        UserProject.Plain(_folder, "journaled", new LockedTarget($"Key='{key}'")).With("BUILDLOCK_JOURNAL", journal).RunWell();

        JsonElement[] lines = File.ReadLines(Assert.Single(Directory.GetFiles(journal, "*.jsonl"))).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["process", "took", "released"], lines.Select(line => line.GetProperty("event").GetString()));
        Assert.All(lines.Skip(1), line => Assert.Equal(key, line.GetProperty("key").GetString()));
        Assert.Contains("journaled.proj", lines[1].GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_that_cannot_be_written_fails_no_build_where_warnings_are_errors()
    {
        UserProject project = UserProject.Plain(_folder, "unwritten", new LockedTarget($"Key='{LockKeys.Fresh("journal")}'"));
        BuildResult result = project.With("BUILDLOCK_JOURNAL", project.File).Given("-warnaserror").RunWell();

        Assert.Contains("BL1008", result.Messages);
        Assert.Empty(result.Warnings);
    }
}
