using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace BuildLock.Tests.Conventions;

public sealed class SourceFileTests
{
    [Fact]
    public void No_file_is_longer_than_250_lines()
        => Assert.Empty(SourceTree.Files("src").Where(f => File.ReadLines(f).Count() > 250).Select(SourceTree.Relative));

    /// <summary>Such a name says that nobody knew what the thing is.</summary>
    [Fact]
    public void No_file_is_named_for_everything_and_nothing()
        => Assert.Empty(SourceTree.Files("src").Concat(SourceTree.Files("tests"))
            .Where(f => Regex.IsMatch(Path.GetFileName(f), "Utils?|Utilit|Helper|Manager|Misc|Common"))
            .Select(SourceTree.Relative));

    [Fact]
    public void The_core_never_prints()
        => Assert.Empty(SourceTree.Files("src/BuildLock").Where(f => Regex.IsMatch(SourceTree.Code(f), @"\bConsole\b")).Select(SourceTree.Relative));

    /// <summary>Platform edges have files of their own; only what a target framework lacks is conditional.</summary>
    [Fact]
    public void Conditional_code_is_about_target_frameworks_only()
        => Assert.Empty(SourceTree.Files("src/BuildLock")
            .SelectMany(f => File.ReadLines(f).Where(l => Regex.IsMatch(l, @"^\s*#if (?!!?NET\d+_0_OR_GREATER\s*$)")).Select(l => SourceTree.Relative(f) + ": " + l.Trim())));

    [Fact]
    public void Tests_of_the_core_do_not_sleep()
        => Assert.Empty(SourceTree.Files("tests/BuildLock.Tests")
            .Where(f => Path.GetFileName(f) != nameof(SourceFileTests) + ".cs" && SourceTree.Code(f).Contains("Thread.Sleep", System.StringComparison.Ordinal))
            .Select(SourceTree.Relative));
}
