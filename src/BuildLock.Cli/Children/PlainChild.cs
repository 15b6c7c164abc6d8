using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;

namespace BuildLock.Cli.Children;

/// <summary>A command as .NET starts one: where there is no parent-death signal.</summary>
/// <remarks>On Windows a job object ends it with this process. On macOS nothing does: after kill -9 of this process the
/// command runs on while the lock is free.</remarks>
internal sealed class PlainChild : IChild
{
    private const int FileNotFound = 2; // ENOENT and ERROR_FILE_NOT_FOUND

    private readonly Process _process;

    private PlainChild(Process process) => _process = process;

    public static PlainChild Start(IReadOnlyList<string> command, IReadOnlyList<(string Name, string Value)> variables)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start)!;
            if (System.OperatingSystem.IsWindows())
            {
                // Where it is refused the command runs all the same, as on macOS: without a job the lock itself is as good.
                _ = WindowsJob.TryHold(process.SafeHandle);
            }

            return new PlainChild(process);
        }
        catch (Win32Exception e)
        {
            throw e.NativeErrorCode == FileNotFound ? Child.NotFound(command[0]) : Child.NotExecutable(command[0], e.Message);
        }
    }

    public int Wait()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Signal(PosixSignal signal)
    {
        // Windows has no signals between processes, only the console's Ctrl+C, which every process on it gets by itself.
        if (System.OperatingSystem.IsMacOS() && !_process.HasExited)
        {
            LibC.Send(_process.Id, SignalNumber.Of(signal));
        }
        else if (System.OperatingSystem.IsWindows() && signal == PosixSignal.SIGTERM)
        {
            Kill();
        }
    }

    public void Kill() => _process.Kill(entireProcessTree: true);
}
