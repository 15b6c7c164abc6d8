using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using BuildLock.Text;
using Xunit;

namespace BuildLock.Tests.Text;

/// <summary>Text of a stranger, before it is shown.</summary>
public sealed class DisplayTextTests
{
    private static readonly CompareInfo English = CultureInfo.GetCultureInfo("en-US").CompareInfo;

    public static TheoryData<int, int> Unseen => new()
    {
        { 0x00, 0x1F }, { 0x7F, 0x9F }, { 0xAD, 0xAD }, { 0x034F, 0x034F }, { 0x061C, 0x061C }, { 0x180E, 0x180E },
        { 0x200B, 0x200F }, { 0x2028, 0x202E }, { 0x2060, 0x206F }, { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB },
        { 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF },
    };

    [Theory]
    [MemberData(nameof(Unseen))]
    public void What_cannot_be_seen_becomes_a_space(int first, int last)
    {
        for (int c = first; c <= last; c++)
        {
            string shown = DisplayText.OneLine("a" + char.ConvertFromUtf32(c) + "b");
            Assert.True(shown.Trim('a', 'b').All(s => s == ' ') && shown.Length >= 3, $"U+{c:X4}: {shown}");
        }
    }

    /// <summary>Not as data of a theory, which would be carried as UTF-8.</summary>
    [Fact]
    public void Half_a_character_becomes_a_space()
    {
        Assert.Equal(" ", DisplayText.OneLine("\uD83D"));
        Assert.Equal("a b", DisplayText.OneLine("a\uDD12b"));
        Assert.Equal("  ", DisplayText.OneLine("\uDD12\uD83D"));
    }

    [Theory]
    [InlineData("Größe 🔒 漢字 עברית e\u0301")]
    [InlineData("project App.csproj (net10.0), target RestoreTools")]
    [InlineData("C# and F#, issue #12: done - or not -- really")]
    [InlineData("12:34:56 std::string")]
    public void Honest_text_stays_as_it_is(string text) => Assert.Same(text, DisplayText.OneLine(text));

    [Theory]
    [InlineData("##vso[task.prependpath]/tmp/evil", "# #vso[task.prependpath]/tmp/evil")]
    [InlineData("a ##vso[task.setvariable variable=x]y", "a # #vso[task.setvariable variable=x]y")]
    [InlineData("##[add-mask]e", "# #[add-mask]e")]
    [InlineData("####[group]", "# # # #[group]")]
    [InlineData("##teamcity[buildStop]", "# #teamcity[buildStop]")]
    [InlineData("out='##teamcity|[buildStop|]'", "out='# #teamcity|[buildStop|]'")]
    [InlineData("#\u200B#vso[x.y]", "# #vso[x.y]")]
    [InlineData("#\u0640#vso[x.y]", "# \u0640#vso[x.y]")]
    [InlineData("::add-mask::e", ": :add-mask::e")]
    [InlineData(" \t::stop-commands::t", "  : :stop-commands::t")]
    [InlineData("\u0640::stop-commands::t", "\u0640: :stop-commands::t")]
    [InlineData("--- group", "- -- group")]
    [InlineData("+++ group", "+ ++ group")]
    [InlineData("~~~ group", "~ ~~ group")]
    [InlineData("^^^ +++", "^ ^^ +++")]
    [InlineData("\u001b[0Ksection_start:1560896352:s[collapsed=true]\r\u001b[0Khidden", " [0Ksection_start:1560896352:s[collapsed=true]  [0Khidden")]
    [InlineData("travis_fold:start:x\r\u001b[0K", "travis_fold:start:x  [0K")]
    [InlineData("\u001b[8mha:////4AAA=\u001b[0m", " [8mha:////4AAA= [0m")]
    [InlineData("\u001b]1338;url=artifact://x\u0007", " ]1338;url=artifact://x ")]
    [InlineData("x error CS1: y", "x error CS1; y")]
    [InlineData("error: y", "error; y")]
    [InlineData("x(1,2): WARNING  : y", "x(1,2): WARNING  ; y")]
    [InlineData("warn\u0130ng X1 : y", "warn\u0130ng X1 ; y")]
    [InlineData("f:1:2: error: y", "f:1:2: error; y")]
    public void What_build_servers_and_builds_act_on_is_broken(string text, string shown)
    {
        Assert.Equal(shown, DisplayText.OneLine(text));
        Assert.Equal(shown, DisplayText.OneLine(shown));
    }

    /// <summary>The agents of Azure Pipelines and GitHub search by the rules of a language, for which many characters have no
    /// weight. They are found by asking, among all there are.</summary>
    [Fact]
    public void No_character_without_weight_hides_a_command_from_this_and_shows_it_to_an_agent()
    {
        int weightless = 0;
        foreach (int c in Enumerable.Range(1, 0xD7FF).Concat(Enumerable.Range(0xE000, 0x2000)).Concat(Enumerable.Range(0x10000, 0x10000)).Concat(Enumerable.Range(0xE0000, 0x200)))
        {
            string between = char.ConvertFromUtf32(c);
            string hash = "x #" + between + "#[add-mask]e";
            if (c == '#' || !IsFound(hash, "##["))
            {
                continue;
            }

            weightless++;
            string lead = between + ":" + between + ":add-mask::e";
            Assert.False(IsFound(DisplayText.OneLine(hash), "##["), $"U+{c:X4}");
            Assert.False(English.IsPrefix(DisplayText.OneLine(lead).TrimStart(), "::", CompareOptions.None), $"U+{c:X4}");
        }

        Assert.SkipUnless(weightless > 0, "Without the data of languages (InvariantGlobalization) there is no such character.");
        Assert.True(weightless > 100, $"{weightless}");
    }

    /// <summary>The expression with which MSBuild's Exec finds errors in what its command prints.</summary>
    [Theory]
    [InlineData("error")]
    [InlineData("error X1")]
    [InlineData("warning")]
    [InlineData("fatal error LNK1")]
    public void No_word_of_a_stranger_is_an_error_of_the_build(string verdict)
    {
        var canonical = new Regex(@"^\s*(((?<O>(((\d+>)?[a-zA-Z]?:[^:]*)|([^:]*))):)|())(?<S>(()|([^:]*? )))(?<C>(error|warning))( \s*(?<D>[^: ]*))?\s*:(?<T>.*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
        foreach (string text in new[] { verdict + ": x", verdict + " : x", verdict + "\u00A0: x", "a:" + verdict + ": x", "a " + verdict + " X1\u3000: x" })
        {
            string line = "BL1001: Waiting for lock 'k' (1 s of 10 s). Held for 3 s by '" + text;
            Assert.DoesNotMatch(canonical, "BL1001: Held by " + DisplayText.OneLine(text));
            Assert.DoesNotMatch(canonical, DisplayText.OneLine(line));
        }
    }

    [Fact]
    public void A_field_is_cut_and_says_so()
    {
        Assert.Equal(new string('a', 63) + "…", DisplayText.Field(new string('a', 100), 64));
        Assert.Equal(new string('a', 62) + "…", DisplayText.Field(new string('a', 62) + "🔒🔒", 64));
        Assert.Equal(64, DisplayText.Field(new string('#', 100), 64).Length);
    }

    [Fact]
    public void A_long_text_takes_no_long_time()
        => Assert.Equal(1024, DisplayText.Field(string.Concat(Enumerable.Repeat("error ##:: \u200B", 100_000)), 1024).Length);

    private static bool IsFound(string line, string command) => English.IndexOf(line, command, CompareOptions.None) >= 0;
}
