using System;
using Xunit;

namespace BuildLock.Tests.Keys;

public sealed class LockKeyTests
{
    [Theory]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("nuget-cache")]
    [InlineData("Größe 漢字 🔒")]
    [InlineData("line\nbreak")]
    public void A_name_is_kept_as_it_is(string name)
    {
        var key = LockKey.Named(name);

        Assert.Equal(name, key.Text);
        Assert.Equal(name, key.ToString());
        Assert.False(key.IsPath);
    }

    [Fact]
    public void The_longest_name_is_accepted_and_one_more_character_is_not()
    {
        Assert.Equal(1024, LockKey.Named(new string('k', 1024)).Text.Length);

        var error = Assert.Throws<LockSettingException>(() => LockKey.Named(new string('k', 1025)));

        Assert.Equal("BL3001", error.Code);
        Assert.Contains("1025", error.Message, StringComparison.Ordinal);
        Assert.Contains(new string('k', 39) + "…'", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 to 1024", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_missing_name_is_refused(string? name)
    {
        var error = Assert.Throws<LockSettingException>(() => LockKey.Named(name));

        Assert.Equal("BL3001", error.Code);
        Assert.StartsWith("BL3001: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("missing or empty", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 0xD83D }, "U+D83D", 0)]
    [InlineData(new[] { 'a', 0xDD12 }, "U+DD12", 1)]
    [InlineData(new[] { 0xDD12, 0xD83D }, "U+DD12", 0)]
    [InlineData(new[] { 0xD83D, 0xDD12, 0xDD12 }, "U+DD12", 2)]
    public void Half_a_surrogate_pair_is_refused_and_named_with_its_place(int[] units, string unit, int index)
    {
        // From numbers: a lone surrogate in an attribute's string would not survive the compiler's UTF-8.
        string name = string.Concat(Array.ConvertAll(units, u => (char)u));

        var error = Assert.Throws<LockSettingException>(() => LockKey.Named(name));

        Assert.Equal("BL3001", error.Code);
        Assert.Contains(unit, error.Message, StringComparison.Ordinal);
        Assert.Contains("index " + index, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nuget-cache", "Nuget-Cache")]
    [InlineData("a", "a ")]
    [InlineData("\u00E9", "e\u0301")]
    public void Case_spaces_and_normalization_make_another_key(string one, string other)
        => Assert.NotEqual(LockKey.Named(one), LockKey.Named(other));

    [Fact]
    public void Equal_names_are_equal_keys()
    {
        Assert.Equal(LockKey.Named("k"), LockKey.Named("k"));
        Assert.Equal(LockKey.Named("k").GetHashCode(), LockKey.Named("k").GetHashCode());
        Assert.False(LockKey.Named("k").Equals(null));
    }
}
