using System;
using System.Threading;
using Xunit;

namespace BuildLock.Tests.Settings;

/// <summary>Settings as build files, command lines and the environment write them.</summary>
public sealed class TextSettingTests
{
    [Fact]
    public void Every_setting_can_be_written_as_text()
    {
        var options = new LockOptions();
        options.Set("Namespace", "tools", "test");
        options.Set("Engine", "LOCKDIR", "test");
        options.Set("Timeout", "2m", "test");
        options.Set("ExpireAfter", "30s", "test");
        options.Set("MaxHold", "1h", "test");
        options.Set("LockDirectory", "locks", "test");
        options.Set("Scope", " user ", "test");
        options.Set("Description", "target Pack", "test");

        Assert.Equal("tools", options.Namespace);
        Assert.Equal("lockdir", options.Engine);
        Assert.Equal(TimeSpan.FromMinutes(2), options.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ExpireAfter);
        Assert.Equal(TimeSpan.FromHours(1), options.MaxHold);
        Assert.Equal("locks", options.LockDirectory);
        Assert.Equal(LockScope.User, options.Scope);
        Assert.Equal("target Pack", options.Description);
    }

    [Theory]
    [InlineData("timeout")]
    [InlineData("TIMEOUT")]
    [InlineData("Timeout")]
    public void The_case_of_a_settings_name_does_not_matter(string name)
    {
        var options = new LockOptions();

        options.Set(name, "infinite", "test");

        Assert.Equal(Timeout.InfiniteTimeSpan, options.Timeout);
    }

    [Theory]
    [InlineData("Engine", "mutex", "BL3002", "There are port-quorum, lockdir, ")]
    [InlineData("Timeout", "soon", "BL3003", "Write 00:05:00, 90s, 10m, 2h, 250ms or plain seconds, or infinite")]
    [InlineData("Timeout", "-5s", "BL3003", "zero (try once), positive or infinite")]
    [InlineData("Timeout", "", "BL3003", "not a duration")]
    [InlineData("ExpireAfter", "10ms", "BL3003", "at least 100 ms")]
    [InlineData("ExpireAfter", "never", "BL3003", "Write 00:05:00, 90s, 10m, 2h, 250ms or plain seconds.")]
    [InlineData("MaxHold", "infinite", "BL3003", "at least 100 ms and finite")]
    [InlineData("MaxHold", "0", "BL3003", "at least 100 ms")]
    [InlineData("LockDirectory", " ", "BL3007", "path of a directory")]
    [InlineData("Scope", "0", "BL3007", "Machine or User")]
    [InlineData("Scope", "everybody", "BL3007", "Machine or User")]
    [InlineData("Time-out", "5s", "BL3007", "Namespace, Engine, Timeout, ExpireAfter, MaxHold, LockDirectory, Scope and Description")]
    public void Nonsense_names_setting_source_and_what_is_allowed(string setting, string text, string code, string allowed)
    {
        var error = Assert.Throws<LockSettingException>(() => new LockOptions().Set(setting, text, "property ProcessLockX"));

        Assert.Equal(code, error.Code);
        Assert.StartsWith($"{code}: {setting} '", error.Message, StringComparison.Ordinal);
        Assert.Contains("(property ProcessLockX)", error.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Timeout", "-5s")]
    [InlineData("ExpireAfter", "10ms")]
    [InlineData("MaxHold", "10ms")]
    [InlineData("Scope", "everybody")]
    [InlineData("Engine", "mutex")]
    public void A_refused_text_changes_nothing(string setting, string text)
    {
        var options = new LockOptions { Timeout = TimeSpan.Zero, ExpireAfter = TimeSpan.FromSeconds(1), MaxHold = TimeSpan.FromSeconds(2), Scope = LockScope.User, Engine = "none" };

        Assert.Throws<LockSettingException>(() => options.Set(setting, text, "test"));

        Assert.Equal(TimeSpan.Zero, options.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(1), options.ExpireAfter);
        Assert.Equal(TimeSpan.FromSeconds(2), options.MaxHold);
        Assert.Equal(LockScope.User, options.Scope);
        Assert.Equal("none", options.Engine);
    }
}
