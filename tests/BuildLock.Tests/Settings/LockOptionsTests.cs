using System;
using System.Threading;
using Xunit;

namespace BuildLock.Tests.Settings;

/// <summary>What each property takes and refuses.</summary>
public sealed class LockOptionsTests
{
    private static readonly string LoneSurrogate = ((char)0xD83D).ToString();

    [Fact]
    public void Everything_is_optional()
    {
        var options = new LockOptions { Namespace = null, Engine = null, Timeout = null, ExpireAfter = null, MaxHold = null, LockDirectory = null, Scope = null, Description = null };

        Assert.Null(options.Namespace);
        Assert.Null(options.Engine);
        Assert.Null(options.Timeout);
        Assert.Null(options.ExpireAfter);
        Assert.Null(options.MaxHold);
        Assert.Null(options.LockDirectory);
        Assert.Null(options.Scope);
        Assert.Null(options.Description);
        Assert.Null(options.Observer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Größe 漢字 🔒")]
    public void Namespace_takes_text(string text) => Assert.Equal(text, new LockOptions { Namespace = text }.Namespace);

    [Fact]
    public void Namespace_takes_1024_characters_and_no_more()
    {
        Assert.Equal(1024, new LockOptions { Namespace = new string('n', 1024) }.Namespace!.Length);
        Refused("BL3007", "Namespace", new string('n', 39) + "…", "1024", () => new LockOptions { Namespace = new string('n', 1025) });
    }

    [Fact]
    public void Namespace_refuses_half_a_surrogate_pair()
        => Refused("BL3007", "Namespace", " ", "well-formed Unicode", () => new LockOptions { Namespace = LoneSurrogate });

    [Theory]
    [InlineData("port-quorum", "port-quorum")]
    [InlineData("LockDir", "lockdir")]
    [InlineData(" none ", "none")]
    public void Engine_takes_a_name_in_any_case(string text, string name) => Assert.Equal(name, new LockOptions { Engine = text }.Engine);

    [Theory]
    [InlineData("")]
    [InlineData("mutex")]
    public void Engine_refuses_what_is_not_there_and_lists_what_is(string name)
        => Refused("BL3002", "Engine", name, "There are port-quorum, lockdir, ", () => new LockOptions { Engine = name });

    [Fact]
    public void Timeout_takes_zero_infinite_and_anything_positive()
    {
        Assert.Equal(TimeSpan.Zero, new LockOptions { Timeout = TimeSpan.Zero }.Timeout);
        Assert.Equal(Timeout.InfiniteTimeSpan, new LockOptions { Timeout = Timeout.InfiniteTimeSpan }.Timeout);
        Assert.Equal(TimeSpan.MaxValue, new LockOptions { Timeout = TimeSpan.MaxValue }.Timeout);
    }

    [Fact]
    public void Timeout_refuses_negative_numbers()
        => Refused("BL3003", "Timeout", "-00:00:05", "infinite", () => new LockOptions { Timeout = TimeSpan.FromSeconds(-5) });

    [Fact]
    public void ExpireAfter_takes_100_ms_and_not_less()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(100), new LockOptions { ExpireAfter = TimeSpan.FromMilliseconds(100) }.ExpireAfter);
        Refused("BL3003", "ExpireAfter", "00:00:00.0990000", "100 ms", () => new LockOptions { ExpireAfter = TimeSpan.FromMilliseconds(99) });
        Refused("BL3003", "ExpireAfter", "infinite", "finite", () => new LockOptions { ExpireAfter = Timeout.InfiniteTimeSpan });
    }

    [Fact]
    public void MaxHold_takes_100_ms_and_not_less()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(100), new LockOptions { MaxHold = TimeSpan.FromMilliseconds(100) }.MaxHold);
        Refused("BL3003", "MaxHold", "00:00:00", "100 ms", () => new LockOptions { MaxHold = TimeSpan.Zero });
        Refused("BL3003", "MaxHold", "infinite", "finite", () => new LockOptions { MaxHold = Timeout.InfiniteTimeSpan });
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    public void LockDirectory_refuses_what_is_no_path(string path)
        => Refused("BL3007", "LockDirectory", path.Replace("\0", "\\0", StringComparison.Ordinal), "path of a directory", () => new LockOptions { LockDirectory = path });

    [Fact]
    public void Scope_takes_its_two_members()
    {
        Assert.Equal(LockScope.User, new LockOptions { Scope = LockScope.User }.Scope);
        Assert.Equal(LockScope.Machine, new LockOptions { Scope = LockScope.Machine }.Scope);
        Refused("BL3007", "Scope", "7", "Machine or User", () => new LockOptions { Scope = (LockScope)7 });
    }

    [Theory]
    [InlineData("  project App.csproj ", "project App.csproj")]
    [InlineData("one\r\ntwo\tthree", "one  two three")]
    [InlineData("\u001b[31mred\u0007", "[31mred")]
    [InlineData("🔒", "🔒")]
    [InlineData("", "")]
    public void Description_becomes_one_harmless_line(string text, string tidy)
        => Assert.Equal(tidy, new LockOptions { Description = text }.Description!.Trim());

    [Fact]
    public void Description_keeps_256_characters_and_no_half_of_a_pair()
    {
        Assert.Equal(256, new LockOptions { Description = new string('d', 600) }.Description!.Length);

        // The cut would go through the pair at 255 and 256.
        Assert.Equal(new string('d', 254) + "…", new LockOptions { Description = new string('d', 254) + "🔒🔒" }.Description);
        Assert.Equal("a b", new LockOptions { Description = "a" + LoneSurrogate + "b" }.Description);
    }

    private static void Refused(string code, string setting, string value, string allowed, Func<LockOptions> set)
    {
        var error = Assert.Throws<LockSettingException>(set);

        Assert.Equal(code, error.Code);
        Assert.StartsWith($"{code}: {setting} '{value}", error.Message, StringComparison.Ordinal);
        Assert.Contains("(LockOptions)", error.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }
}
