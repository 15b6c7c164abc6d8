using BuildLock.Keys;
using Xunit;

namespace BuildLock.Tests.Keys;

/// <summary>The frozen function. The expected values were computed by another program in another language, from the format
/// alone; no change of the product is a reason to change them.</summary>
public sealed class LockIdTests
{
    [Theory]
    [InlineData("key", "", "", "nuget-cache", "1b25757b67e2a32749495c463c3cac67")]
    [InlineData("key", "", "", "a", "c8e94ada7e1185093fe7832357542a12")]
    [InlineData("key", "", "", "Nuget-Cache", "b095c98c1ec7267d5e590889cc9a8378")]
    [InlineData("key", "", "tools", "nuget-cache", "9d01f854c85a8d6a8daaa4edd18549fe")]
    [InlineData("key", "uid-1000", "", "nuget-cache", "e7840a8ba8f907c92e6d6b515c0fc542")]
    [InlineData("key", "", "", "Größe 漢字 🔒", "6cd751e0eaeb1d3c0de3f2ab5e40fa22")]
    [InlineData("key", "", "\u00E9", "e\u0301", "bb09c9f859b19528d0353ccf519d0a02")]
    [InlineData("path", "", "", "/srv/build/out", "5abbc522755bf833268d55a64494db97")]
    [InlineData("beside", "", "", "", "8ea5dfcecf89ed423a15924266dbb458")]
    [InlineData("key", "", "", "line\nbreak", "42c2a11448fb816dc18d1d86b3698feb")]
    public void Never_changes(string kind, string owner, string @namespace, string text, string id)
        => Assert.Equal(id, LockId.Create(kind, owner, @namespace, text).ToString());

    [Fact]
    public void Never_changes_for_the_longest_key()
        => Assert.Equal("5d1e6d15b45516ae4c274fedc9b3a646", LockId.Create("key", string.Empty, string.Empty, new string('x', 1024)).ToString());

    [Theory]
    [InlineData("", "a", "b", "", "ab", "")]
    [InlineData("a", "", "b", "", "a", "b")]
    [InlineData("", "1:x", "", "", "", "1:x")]
    [InlineData("", "a 1:b", "c", "", "a", "b 1:c")]
    public void Parts_do_not_run_into_each_other(string owner, string @namespace, string text, string owner2, string namespace2, string text2)
        => Assert.NotEqual(LockId.Create("key", owner, @namespace, text), LockId.Create("key", owner2, namespace2, text2));

    [Fact]
    public void Equal_parts_make_equal_ids()
    {
        var one = LockId.Create("key", "o", "n", "t");
        var other = LockId.Create("key", "o", "n", "t");

        Assert.True(one.Equals((object)other));
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.False(one.Equals((object)"t"));
    }

    [Fact]
    public void Bytes_and_text_say_the_same()
        => Assert.Equal(
            "1b25757b67e2a32749495c463c3cac67",
            System.Convert.ToHexStringLower(LockId.Create("key", string.Empty, string.Empty, "nuget-cache").ToBytes()));
}
