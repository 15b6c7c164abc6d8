using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using BuildLock.Benchmarks.Locks;

namespace BuildLock.Benchmarks.Rows;

/// <summary>How many of many random keys find a lock taken that nobody has: keys whose ports coincide.</summary>
internal static class FalseContention
{
    private const int Keys = 10_000;

    /// <summary>Takes all of them on <c>port-quorum</c> and keeps them. Each needs two descriptors, so as many as this process may have.</summary>
    public static string Measure()
    {
        var options = new LockOptions { Engine = "port-quorum" };
        var held = new List<LockHandle>();
        var keys = new List<string>();
        int busy = 0;
        string why = string.Empty;
        try
        {
            while (held.Count + busy < Keys)
            {
                keys.Add("bench " + RandomNumberGenerator.GetHexString(32));
                if (ProcessLock.TryAcquire(keys[^1], options) is { } handle)
                {
                    held.Add(handle);
                }
                else
                {
                    busy++;
                }
            }
        }
        catch (LockEngineException e)
        {
            why = $" (of {Keys}: {e.Message})"; // the limit of open files, where it is low
        }
        finally
        {
            held.ForEach(handle => handle.Dispose());
            keys.ForEach(key => QueueFiles.Remove(key, options));
        }

        return string.Create(CultureInfo.InvariantCulture, $"port-quorum, {held.Count + busy:N0} random keys held at once: {busy} found taken that were not{why}");
    }
}
