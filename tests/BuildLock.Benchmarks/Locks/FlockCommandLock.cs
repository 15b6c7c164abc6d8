using System;
using System.Diagnostics;
using System.IO;

namespace BuildLock.Benchmarks.Locks;

/// <summary>flock(1) of util-linux, as scripts use it: a process for each hold.</summary>
internal sealed class FlockCommandLock : ILibraryLock
{
    private readonly string _folder;

    public FlockCommandLock(string folder) => _folder = folder;

    public IDisposable Acquire(string key) => Take(key, "-x")!;

    public IDisposable? TryAcquire(string key) => Take(key, "-n");

    private HoldOfCommand? Take(string key, string option)
    {
        // -o: the command does not inherit the lock, so that it ends with the process that is killed.
        var start = new ProcessStartInfo("flock", [option, "-o", Path.Combine(_folder, key), "sh", "-c", "exec 2> /dev/null; echo; read _"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        return process.StandardOutput.ReadLine() is null ? null : new HoldOfCommand(process);
    }

    private sealed class HoldOfCommand(Process process) : IDisposable, IHoldOfProcess
    {
        public int ProcessId => process.Id;

        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
