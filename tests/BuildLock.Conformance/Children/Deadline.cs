using System;
using System.Threading.Tasks;
using Xunit.Sdk;

namespace BuildLock.Conformance.Children;

/// <summary>Every wait of a test ends, and says what did not come.</summary>
public static class Deadline
{
    // Not a measure of anything: long enough for a machine that builds three other things meanwhile.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<T> Within<T>(this Task<T> task, string what, TimeSpan? patience = null)
    {
        await Within((Task)task, what, patience);
        return await task;
    }

    public static async Task Within(this Task task, string what, TimeSpan? patience = null)
    {
        TimeSpan limit = patience ?? Patience;
        if (await Task.WhenAny(task, Task.Delay(limit)) != task)
        {
            throw new XunitException($"Waited {limit.TotalSeconds} s in vain for {what}.");
        }

        await task;
    }
}
