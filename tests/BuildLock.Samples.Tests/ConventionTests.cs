using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace BuildLock.Samples.Tests;

/// <summary>What is true of every sample.</summary>
public sealed class ConventionTests
{
    public static TheoryData<string> Samples => [.. Directory.GetDirectories(SampleFolders.Samples)
        .Select(folder => Path.GetFileName(folder))
        .Where(name => name is not ("bin" or "obj" or "artifacts"))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void It_has_a_page_that_the_index_names(string sample)
    {
        string page = Path.Combine(SampleFolders.Samples, sample, "README.md");
        Assert.True(File.Exists(page), $"There is no {page}.");
        Assert.Contains($"]({sample}/README.md)", File.ReadAllText(Path.Combine(SampleFolders.Samples, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_lock_files_of_npm_name_no_registry()
    {
        IEnumerable<string> files = Directory.EnumerateFiles(SampleFolders.Samples, "package-lock.json", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("node_modules"));
        Assert.All(files, file => Assert.DoesNotContain("://", File.ReadAllText(file), StringComparison.Ordinal));
    }
}
