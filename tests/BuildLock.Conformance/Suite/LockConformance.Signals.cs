using System;
using System.Diagnostics;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>A wait in the kernel is ended by a signal, SIGURG. What another part of the process does with it must not keep a wait from
/// ending, and must itself go on.</summary>
public abstract partial class LockConformance
{
    [Theory]
    [InlineData("handled", true)]
    [InlineData("handled", false)]
    [InlineData("ignored", true)]
    [InlineData("ignored", false)]
    public async Task Waits_end_whatever_else_the_process_does_with_the_signal(string way, bool isSetFirst)
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signal's number is Linux's.");
        string key = NewKey();
        Child holder = await StartHolderAsync(key); // a sibling: this process would be an ancestor that holds
        Child child = await StartChildAsync();
        if (!isSetFirst)
        {
            Assert.Equal("error", (await child.AskAsync("acquire", Command(key, Options(TimeSpan.FromMilliseconds(20))))).Word);
        }

        await child.AskAsync("urgent", ("way", way));
        foreach (int milliseconds in new[] { 150, 1300 })
        {
            long start = Stopwatch.GetTimestamp();
            Call call = child.Call("acquire", Command(key, Options(TimeSpan.FromMilliseconds(milliseconds))));
            Line end = await call.NextAsync();
            end = end.Word == "waiting" ? await call.NextAsync() : end;
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            Assert.True(end.Word == "error" && end["code"] == "BL2001", end.ToString());
            Assert.InRange(took.TotalMilliseconds, milliseconds, milliseconds + 10_000);
        }

        if (way == "handled")
        {
            Assert.Equal("seen", (await child.AskAsync("send-urgent")).Word);
        }

        Call waits = child.Call("acquire", Command(key));
        Assert.Equal("waiting", (await waits.NextAsync()).Word);
        await holder.AskAsync("release", ("name", "it"));
        await waits.UntilAsync("held");
    }
}
