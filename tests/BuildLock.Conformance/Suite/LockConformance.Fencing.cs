using System.Globalization;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>Fencing tokens only grow, from process to process.</summary>
public abstract partial class LockConformance
{
    [Fact]
    public async Task Tokens_grow_across_processes()
    {
        string key = NewKey();
        Child[] children = [await StartChildAsync(), await StartChildAsync()];
        long last = 0;
        for (int i = 0; i < 20; i++)
        {
            Child child = children[i % 2];
            long token = Token(await child.Call("acquire", Command(key)).UntilAsync("held"));
            Assert.True(token > last, $"Token {token} after {last}.");
            await child.AskAsync("release", ("name", "it"));
            using LockHandle handle = ProcessLock.Acquire(key, Options());
            Assert.True(handle.FencingToken > token, $"Token {handle.FencingToken} after {token}.");
            last = handle.FencingToken;
        }
    }

    [Fact]
    public async Task Tokens_grow_over_a_crash()
    {
        string key = NewKey();
        Child child = await StartChildAsync();
        long token = Token(await child.Call("acquire", Command(key)).UntilAsync("held"));
        child.Kill();

        using LockHandle handle = ProcessLock.Acquire(key, Options());
        Assert.True(handle.FencingToken > token, $"Token {handle.FencingToken} after {token}.");
    }

    private static long Token(Line held) => long.Parse(held["token"], CultureInfo.InvariantCulture);
}
