using System;
using System.Collections.Generic;
using BuildLock.Settings;
using Xunit;

namespace BuildLock.Tests.Settings;

[Collection(ChangedEnvironment.Name)]
public sealed class EnvironmentSettingsTests : IDisposable
{
    private readonly Dictionary<string, string?> _before = new();

    public void Dispose()
    {
        foreach ((string variable, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(variable, value);
        }
    }

    [Fact]
    public void Variables_fill_what_the_call_left_open()
    {
        Set("BUILDLOCK_NAMESPACE", "tools");
        Set("BUILDLOCK_ENGINE", "lockdir");
        Set("BUILDLOCK_TIMEOUT", "2m");
        Set("BUILDLOCK_EXPIRE_AFTER", "30s");
        Set("BUILDLOCK_MAX_HOLD", "1h");
        Set("BUILDLOCK_LOCK_DIRECTORY", "locks");
        Set("BUILDLOCK_SCOPE", "User");
        Set("BUILDLOCK_DESCRIPTION", "nightly");

        var options = EnvironmentSettings.Complete(options: null);

        Assert.Equal("tools", options.Namespace);
        Assert.Equal("lockdir", options.Engine);
        Assert.Equal(TimeSpan.FromMinutes(2), options.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ExpireAfter);
        Assert.Equal(TimeSpan.FromHours(1), options.MaxHold);
        Assert.Equal("locks", options.LockDirectory);
        Assert.Equal(LockScope.User, options.Scope);
        Assert.Equal("nightly", options.Description);
    }

    [Fact]
    public void The_call_wins_also_with_an_empty_value_and_over_nonsense()
    {
        Set("BUILDLOCK_NAMESPACE", "tools");
        Set("BUILDLOCK_DESCRIPTION", "nightly");
        Set("BUILDLOCK_TIMEOUT", "nonsense");

        var options = EnvironmentSettings.Complete(new LockOptions { Namespace = string.Empty, Description = string.Empty, Timeout = TimeSpan.Zero });

        Assert.Equal(string.Empty, options.Namespace);
        Assert.Equal(string.Empty, options.Description);
        Assert.Equal(TimeSpan.Zero, options.Timeout);
    }

    [Fact]
    public void The_callers_options_are_not_changed()
    {
        Set("BUILDLOCK_TIMEOUT", "2m");
        var observer = new RecordingObserver();
        var options = new LockOptions { Observer = observer };

        var complete = EnvironmentSettings.Complete(options);

        Assert.Null(options.Timeout);
        Assert.Same(observer, complete.Observer);
    }

    [Fact]
    public void An_empty_variable_counts_as_unset()
    {
        Set("BUILDLOCK_TIMEOUT", string.Empty);

        Assert.Null(EnvironmentSettings.Complete(options: null).Timeout);
    }

    [Theory]
    [InlineData("BUILDLOCK_NAMESPACE", null, "BL3007", "Namespace")]
    [InlineData("BUILDLOCK_ENGINE", "mutex", "BL3002", "Engine")]
    [InlineData("BUILDLOCK_TIMEOUT", "soon", "BL3003", "Timeout")]
    [InlineData("BUILDLOCK_EXPIRE_AFTER", "1ms", "BL3003", "ExpireAfter")]
    [InlineData("BUILDLOCK_MAX_HOLD", "infinite", "BL3003", "MaxHold")]
    [InlineData("BUILDLOCK_LOCK_DIRECTORY", " ", "BL3007", "LockDirectory")]
    [InlineData("BUILDLOCK_SCOPE", "everybody", "BL3007", "Scope")]
    public void Nonsense_names_the_variable_before_anything_is_locked(string variable, string? value, string code, string setting)
    {
        Set(variable, value ?? new string('n', 1025));

        var error = Assert.Throws<LockSettingException>(() => ProcessLock.TryAcquire("environment", new LockOptions()));

        Assert.Equal(code, error.Code);
        Assert.StartsWith($"{code}: {setting} '", error.Message, StringComparison.Ordinal);
        Assert.Contains($"(environment variable {variable})", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_acquisition_uses_them()
    {
        Set("BUILDLOCK_ENGINE", "none");

        using LockHandle handle = ProcessLock.Acquire("environment", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("none", handle.Engine);
    }

    private void Set(string variable, string value)
    {
        _before.TryAdd(variable, Environment.GetEnvironmentVariable(variable));
        Environment.SetEnvironmentVariable(variable, value);
    }
}
