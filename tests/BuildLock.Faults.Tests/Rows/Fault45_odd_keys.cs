using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault45_odd_keys : FaultTest
{
    private static readonly string[] Keys =
    [
        "k", new string('k', LockKey.MaxLength), " ", "a b", "a b ", "/", "a/b", "..", "../..", "a:b", "a\0b", "a\0", "a", "🔒", "🔑",
        "مفتاح", "\u202eyek", "K", "\u212a", "ß", "ss", "e\u0301", "\u00e9", "CON", "con.", "%2f", "a\nb", "a\r\nb",
    ];

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task Each_is_itself_between_processes_and_no_other(string engine)
    {
        LockOptions options = Options(engine, timeout: TimeSpan.Zero);
        options.Namespace = Key; // this run's own, also of the shortest
        Child child = await StartAsync();
        foreach (string key in Keys)
        {
            Line held = await child.AskAsync("try", [.. ChildSettings.Write(options, ("key", key), ("name", key))]);
            Assert.True(held.Word == "held", $"Key '{Uri.EscapeDataString(key)}': {held}"); // with all before it held
        }

        Assert.All(Keys, key => Assert.Null(ProcessLock.TryAcquire(key, options)));
        foreach (string key in Keys.Reverse())
        {
            await child.AskAsync("release", ("name", key));
            using LockHandle? handle = ProcessLock.TryAcquire(key, options);
            Assert.Equal(key, handle?.Key.Text);
        }
    }

    [Theory]
    [MemberData(nameof(AllEngines))]
    public void What_is_not_allowed_is_said_with_what_is(string engine)
    {
        foreach (string key in new List<string> { string.Empty, new('k', LockKey.MaxLength + 1), "a\ud83d", "\udd12a" })
        {
            LockSettingException e = Assert.Throws<LockSettingException>(() => ProcessLock.Acquire(key, Options(engine), CancellationToken.None));
            Assert.Equal("BL3001", e.Code);
            Assert.NotEmpty(e.Remedy);
        }
    }
}
