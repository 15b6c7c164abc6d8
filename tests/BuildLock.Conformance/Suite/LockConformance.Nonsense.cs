using System;
using System.IO;
using System.Threading;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>Nonsense is refused with its code before anything is locked or written.</summary>
public abstract partial class LockConformance
{
    private static readonly (string Code, string What, Action<LockOptions> Set)[] Nonsense =
    [
        ("BL3002", "no such engine", o => o.Engine = "oslock2"),
        ("BL3002", "an engine without a name", o => o.Engine = string.Empty),
        ("BL3003", "a negative timeout", o => o.Timeout = TimeSpan.FromSeconds(-1)),
        ("BL3003", "a timeout of -2 ms", o => o.Timeout = TimeSpan.FromMilliseconds(-2)),
        ("BL3003", "an expiry of zero", o => o.ExpireAfter = TimeSpan.Zero),
        ("BL3003", "an expiry of 99 ms", o => o.ExpireAfter = TimeSpan.FromMilliseconds(99)),
        ("BL3003", "an infinite expiry", o => o.ExpireAfter = Timeout.InfiniteTimeSpan),
        ("BL3003", "a limit of zero", o => o.MaxHold = TimeSpan.Zero),
        ("BL3003", "a negative limit", o => o.MaxHold = TimeSpan.MinValue),
        ("BL3003", "the longest limit", o => o.MaxHold = TimeSpan.MaxValue),
        ("BL3007", "a directory without a name", o => o.LockDirectory = " "),
        ("BL3007", "a directory with NUL", o => o.LockDirectory = "/tmp/a\0b"),
        ("BL3007", "no such scope", o => o.Scope = (LockScope)7),
        ("BL3007", "a namespace with half a pair", o => o.Namespace = "\ud83d"),
        ("BL3007", "a namespace too long", o => o.Namespace = new string('n', 1025)),
        ("BL3007", "no such setting", o => o.Set("Lease", "1s", "a test")),
        ("BL3003", "a timeout that is no duration", o => o.Set("Timeout", "soon", "a test")),
        ("BL3003", "an expiry written infinite", o => o.Set("ExpireAfter", "infinite", "a test")),
        ("BL3007", "a scope that is none", o => o.Set("Scope", "Galaxy", "a test")),
    ];

    [Fact]
    public void Nonsense_is_refused_and_leaves_nothing()
    {
        foreach ((string code, string what, Action<LockOptions> set) in Nonsense)
        {
            LockOptions options = Options();
            LockSettingException e = Assert.Throws<LockSettingException>(() => set(options));
            Assert.True(e.Code == code, $"{what}: expected {code}, got {e.Code}.");
            Assert.StartsWith(code + ": ", e.Message, StringComparison.Ordinal);
            Assert.True(e.Remedy.Length > 0, $"{what}: no remedy.");

            // What was refused is not kept either.
            Assert.Equal(Engine, options.Engine);
            Assert.Equal(WritesToDirectory ? LockDirectory : null, options.LockDirectory);
            Assert.Null(options.MaxHold);
        }

        Assert.False(Directory.Exists(LockDirectory));
    }

    [Fact]
    public void Folders_that_cannot_be_locked_are_refused()
    {
        LockSettingException e = Assert.Throws<LockSettingException>(() => LockKey.ForFolder(Path.Combine(LockDirectory, "missing")));
        Assert.Equal("BL3005", e.Code);
        e = Assert.Throws<LockSettingException>(() => LockKey.ForFolder(string.Empty));
        Assert.Equal("BL3001", e.Code);
        e = Assert.Throws<LockSettingException>(() => LockKey.ForFolder(Path.GetPathRoot(AppContext.BaseDirectory)));
        Assert.Equal("BL3006", e.Code);
        Assert.False(Directory.Exists(LockDirectory));
    }

    [Fact]
    public void The_lock_directory_is_written_to_only_by_engines_that_keep_state()
    {
        ProcessLock.Acquire(NewKey(), Options()).Dispose();
        Assert.Equal(WritesToDirectory, Directory.Exists(LockDirectory));
    }
}
