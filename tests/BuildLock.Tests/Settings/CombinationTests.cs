using System;
using BuildLock.Engines;
using Xunit;

namespace BuildLock.Tests.Settings;

/// <summary>Defaults, and settings that do not go together.</summary>
public sealed class CombinationTests
{
    [Fact]
    public void Defaults_are_those_of_the_table()
    {
        var request = LockRequest.Create(LockKey.Named("k"), options: null);

        Assert.Equal("port-quorum", request.Engine.Name);
        Assert.Equal(TimeSpan.FromMinutes(10), request.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(60), request.ExpireAfter);
        Assert.Null(request.MaxHold);
        Assert.Null(request.LockDirectory);
        Assert.Equal(LockScope.Machine, request.Scope);
        Assert.Equal(string.Empty, request.Description);
    }

    [Fact]
    public void Folders_go_to_the_directory_engine()
    {
        using var temporary = new TemporaryFolder();

        Assert.Equal("lockdir", LockRequest.Create(LockKey.ForFolder(temporary.FullPath), options: null).Engine.Name);
    }

    [Fact]
    public void A_lock_directory_chooses_the_directory_engine()
    {
        using var temporary = new TemporaryFolder();
        var options = new LockOptions { LockDirectory = temporary.Below("locks") };

        Assert.Equal("lockdir", LockRequest.Create(LockKey.Named("k"), options).Engine.Name);
    }

    [Fact]
    public void A_lock_directory_is_refused_for_an_engine_that_would_not_look_at_it()
    {
        var options = new LockOptions { Engine = "port-quorum", LockDirectory = "locks" };
        var error = Assert.Throws<LockSettingException>(() => ProcessLock.TryAcquire("k", options));

        Assert.Equal("BL3006", error.Code);
        Assert.Contains("locks", error.Message, StringComparison.Ordinal);
        Assert.Contains("port-quorum", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_that_cannot_lock_folders_is_refused_for_one()
    {
        using var temporary = new TemporaryFolder();
        var key = LockKey.ForFolder(temporary.FullPath);

        var error = Assert.Throws<LockSettingException>(() => ProcessLock.TryAcquire(key, new LockOptions { Engine = "port-quorum" }));

        Assert.Equal("BL3006", error.Code);
        Assert.Contains("'port-quorum'", error.Message, StringComparison.Ordinal);
        Assert.Contains(temporary.FullPath, error.Message, StringComparison.Ordinal);
        Assert.Contains("'lockdir'", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_read_when_the_acquisition_starts()
    {
        var options = new LockOptions { Timeout = TimeSpan.FromSeconds(1) };
        var request = LockRequest.Create(LockKey.Named("k"), options);

        options.Timeout = TimeSpan.FromSeconds(2);

        Assert.Equal(TimeSpan.FromSeconds(1), request.Timeout);
    }

    [Fact]
    public void A_missing_key_object_is_a_programming_error()
        => Assert.Throws<ArgumentNullException>(() => ProcessLock.TryAcquire((LockKey)null!));
}
