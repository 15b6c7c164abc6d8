using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>Keys are exactly themselves: no two merge, none is refused that the documentation allows.</summary>
public abstract partial class LockConformance
{
    public static TheoryData<string, string> OddKeys { get; } = new()
    {
        { "one character", "x" },
        { "the longest", new string('k', LockKey.MaxLength) },
        { "the longest, three bytes a character", new string('語', LockKey.MaxLength) },
        { "a blank", " " },
        { "blanks around", "  a key  " },
        { "a slash", "a/b" },
        { "a root", "/" },
        { "a way up", "../../etc/passwd" },
        { "two dots", ".." },
        { "a drive", "C:\\x:y" },
        { "a device", "NUL" },
        { "NUL inside", "a\0b" },
        { "line breaks", "a\r\nb: c\nend\n" },
        { "an escape sequence", "\u001b[31mred" },
        { "emoji", "🔒👩‍👩‍👧" },
        { "right to left", "مفتاح \u202e key" },
        { "composed", "\u00e9" },
        { "decomposed", "e\u0301" },
        { "lower case", "key" },
        { "upper case", "KEY" },
        { "a dotted I", "İ" },
        { "quotes and wildcards", "\"*?<>|%00$(x)`" },
    };

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task Any_text_is_a_key(string what, string key)
    {
        // The namespace keeps this run's keys apart from everybody else's, also of the shortest ones.
        LockOptions options = Options();
        options.Namespace = NewKey();
        Child child = await StartHolderAsync(key, options);

        Assert.True(IsFree(key, options) == !Excludes, $"The key with {what} does not exclude.");
        await child.AskAsync("release", ("name", "it"));
        using LockHandle handle = ProcessLock.Acquire(key, options);
        Assert.Equal(key, handle.Key.Text);
    }

    [Fact]
    public void All_odd_keys_can_be_held_at_once()
    {
        LockOptions options = Options(TimeSpan.Zero);
        options.Namespace = NewKey();
        LockHandle[] handles = OddKeys.Select(row => ProcessLock.Acquire(row.Data.Item2, options)).ToArray();
        Array.ForEach(handles, h => h.Dispose());
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        // Not as attributes of a theory: metadata is UTF-8, which has no half surrogate pairs.
        foreach (string? key in new[] { null, string.Empty, "a\ud83d", "\udd12b", "\udd12\ud83d" })
        {
            LockSettingException e = Assert.Throws<LockSettingException>(() => ProcessLock.TryAcquire(key!, Options()));
            Assert.Equal("BL3001", e.Code);
            Assert.NotEmpty(e.Remedy);
        }

        Assert.False(Directory.Exists(LockDirectory));
    }

    [Fact]
    public void A_key_that_is_too_long_is_refused()
    {
        LockSettingException e = Assert.Throws<LockSettingException>(() => ProcessLock.TryAcquire(new string('k', LockKey.MaxLength + 1), Options()));
        Assert.Equal("BL3001", e.Code);
        Assert.Contains("1025", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Different_keys_do_not_contend()
    {
        string key = NewKey();
        await StartHolderAsync(key);

        Assert.True(IsFree(key + " "));
        Assert.True(IsFree(key.ToUpperInvariant()));
        Assert.True(IsFree(NewKey()));
    }

    [Fact]
    public async Task Different_namespaces_do_not_contend_and_do_not_run_together_with_keys()
    {
        string key = NewKey();
        LockOptions options = Options();
        options.Namespace = "a";
        await StartHolderAsync("b" + key, options);

        Assert.Equal(!Excludes, IsFree("b" + key, options));
        Assert.True(IsFree("b" + key));
        Assert.True(IsFree("ab" + key));
        options.Namespace = "ab";
        Assert.True(IsFree(key, options));
        options.Namespace = "A";
        Assert.True(IsFree("b" + key, options));
        options.Namespace = string.Empty;
        Assert.True(IsFree("b" + key, options));
    }

    [Fact]
    public async Task The_empty_namespace_is_none()
    {
        string key = NewKey();
        await StartHolderAsync(key);
        LockOptions options = Options();
        options.Namespace = string.Empty;

        Assert.Equal(!Excludes, IsFree(key, options));
    }

    [Fact]
    public async Task The_users_own_scope_and_the_machines_do_not_contend()
    {
        string key = NewKey();
        LockOptions options = Options();
        options.Scope = LockScope.User;
        await StartHolderAsync(key, options);

        Assert.Equal(!Excludes, IsFree(key, options));
        Assert.True(IsFree(key));
    }
}
