using System;
using System.IO;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>What a process uses of the machine, where the operating system tells (Linux: proc(5)).</summary>
internal static class ProcessUse
{
    public static (int Descriptors, int Threads) Of(int process)
        => OperatingSystem.IsLinux()
            ? (Directory.GetFileSystemEntries($"/proc/{process}/fd").Length, Directory.GetDirectories($"/proc/{process}/task").Length)
            : (0, 0);
}
