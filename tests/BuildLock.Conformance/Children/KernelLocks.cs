using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace BuildLock.Conformance.Children;

/// <summary>Linux's list of file locks: the handshake with a process that has come to wait in the kernel, before it says a word.</summary>
public static class KernelLocks
{
    public static async Task UntilWaitsAsync(int process)
    {
        async Task Ask()
        {
            while (!Waits(process))
            {
                await Task.Delay(2);
            }
        }

        await Ask().Within($"process {process} to wait in the kernel");
    }

    /// <summary>Whether one of its threads waits for a file's lock.</summary>
    public static bool Waits(int process)
        => File.ReadLines("/proc/locks").Any(line => line.Contains("-> FLOCK", StringComparison.Ordinal)
            && line.Contains(string.Create(CultureInfo.InvariantCulture, $" {process} "), StringComparison.Ordinal));
}
