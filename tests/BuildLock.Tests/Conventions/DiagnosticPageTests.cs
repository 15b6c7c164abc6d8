using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace BuildLock.Tests.Conventions;

/// <summary>One page for each code, and its example is what the code says.</summary>
public sealed class DiagnosticPageTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "docs", "diagnostics");

    public static TheoryData<string> Codes
        => new(typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_a_page_with_an_example_a_reason_and_a_remedy(string code)
    {
        string page = Page(code);

        Assert.StartsWith($"# {code}: ", page, StringComparison.Ordinal);
        Assert.Contains($"```text\n{code}: ", page, StringComparison.Ordinal);
        Assert.Contains("\n## Why it happens\n\n", page, StringComparison.Ordinal);
        Assert.Contains("\n## What to do\n\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_codes_are_the_same_and_no_page_is_left_over()
    {
        string[] codes = Codes.Select(r => r.Data).ToArray();

        Assert.Distinct(codes);
        Assert.Empty(Directory.EnumerateFiles(Folder, "BL*.md").Select(Path.GetFileNameWithoutExtension).Except(codes));
    }

    public static TheoryData<string, Action> Refusals => new()
    {
        { "BL3001", () => LockKey.Named(string.Empty) },
        { "BL3002", () => new LockOptions().Set("Engine", "mutex", "LockOptions") },
        { "BL3003", () => new LockOptions().Set("Timeout", "soon", "environment variable BUILDLOCK_TIMEOUT") },
        { "BL3007", () => new LockOptions().Set("Scope", "everybody", "LockOptions") },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void An_example_is_what_people_get(string code, Action refused)
        => Assert.Contains("\n" + Assert.Throws<LockSettingException>(refused).Message + "\n", Page(code), StringComparison.Ordinal);

    private static string Page(string code) => File.ReadAllText(Path.Combine(Folder, code + ".md")).ReplaceLineEndings("\n");
}
