using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace BuildLock.MSBuild.Tests.Builds;

/// <summary>How a build ended and what it said.</summary>
/// <param name="EndedAt">On <see cref="TestClock"/>, when the test noticed.</param>
internal sealed record BuildResult(int ExitCode, TimeSpan EndedAt, IReadOnlyList<OutputLine> Lines)
{
    private static readonly Regex Diagnostic = new(@": (?<kind>error|warning|message) (?<code>[A-Z]+\d+): (?<text>.*)$", RegexOptions.ExplicitCapture);

    public string Text => string.Join('\n', Lines);

    public IReadOnlyList<string> Errors => Codes("error");

    public IReadOnlyList<string> Warnings => Codes("warning");

    public IReadOnlyList<string> Messages => Codes("message");

    public void AssertSuccess()
    {
        Assert.True(ExitCode == 0, $"The build failed with exit code {ExitCode}:\n{Text}");
        Assert.True(Errors.Count == 0, $"The build succeeded with errors:\n{Text}");
    }

    /// <summary>It failed, for this reason alone.</summary>
    /// <returns>The text of the error.</returns>
    public string AssertOneError(string code)
    {
        Assert.True(Errors.SequenceEqual([code]), $"Expected the one error {code}:\n{Text}");
        Assert.True(ExitCode == 1, $"Expected exit code 1, not {ExitCode}:\n{Text}");
        return TextOf(code);
    }

    /// <summary>The text behind the code, where it occurs once.</summary>
    public string TextOf(string code)
    {
        string[] found = [.. Lines.Select(l => Diagnostic.Match(l.Text)).Where(m => m.Success && m.Groups["code"].Value == code).Select(m => m.Groups["text"].Value)];
        Assert.True(found.Length == 1, $"Expected {code} once, not {found.Length} times:\n{Text}");
        return found[0];
    }

    /// <summary>What follows the prefix, in each line that has it.</summary>
    public IReadOnlyList<string> Said(string prefix) =>
        [.. Lines.Select(l => l.Text.Trim()).Where(t => t.StartsWith(prefix, StringComparison.Ordinal)).Select(t => t[prefix.Length..])];

    private string[] Codes(string kind) =>
        [.. Lines.Select(l => Diagnostic.Match(l.Text)).Where(m => m.Success && m.Groups["kind"].Value == kind).Select(m => m.Groups["code"].Value)];
}
