using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BuildLock.Cli.Children;

/// <summary>A job object that ends a process when this one ends, however it ends. Windows only.</summary>
/// <remarks>The kernel closes this process's handle of the job with the process, and the job was told to end what is in it
/// then. What the command starts is let out of the job (silent breakaway): a build server that outlives the command is not
/// to be killed when all went well. Between its start and its assignment the command is not in the job; that is
/// microseconds, and .NET cannot start a process suspended.</remarks>
internal static class WindowsJob
{
    private const int ExtendedLimits = 9; // JobObjectExtendedLimitInformation
    private const uint KillOnClose = 0x2000; // JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
    private const uint SilentBreakaway = 0x1000; // JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK

    /// <returns>Whether it will; <see langword="false"/> where the system refuses, as inside a job that forbids others.</returns>
    public static bool TryHold(SafeProcessHandle process)
    {
        // Never closed: it ends with this process, which is what it is for.
        IntPtr job = CreateJobObjectW(IntPtr.Zero, null);
        var limits = new Limits { LimitFlags = KillOnClose | SilentBreakaway };
        return job != IntPtr.Zero
            && SetInformationJobObject(job, ExtendedLimits, ref limits, (uint)Marshal.SizeOf<Limits>())
            && AssignProcessToJobObject(job, process);
    }

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode)]
    private static extern IntPtr CreateJobObjectW(IntPtr security, string? name);

    [DllImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetInformationJobObject(IntPtr job, int kind, ref Limits limits, uint length);

    [DllImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool AssignProcessToJobObject(IntPtr job, SafeProcessHandle process);

    // JOBOBJECT_EXTENDED_LIMIT_INFORMATION; all but the flags stay zero.
    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
        public ulong ReadOperationCount;
        public ulong WriteOperationCount;
        public ulong OtherOperationCount;
        public ulong ReadTransferCount;
        public ulong WriteTransferCount;
        public ulong OtherTransferCount;
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }
}
