using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BuildLock.Identity;

namespace BuildLock.Cli.Children;

/// <summary>A command that the kernel kills when this process ends, however it ends.</summary>
/// <remarks>The thread that starts it must be the one that waits for it: the parent-death signal is sent when the forking
/// thread ends, not the process.</remarks>
internal sealed class LinuxChild : IChild
{
    private readonly object _gate = new(); // between reaping it and signalling it
    private readonly int _pid;
    private bool _reaped;

    private LinuxChild(int pid) => _pid = pid;

    public static LinuxChild Start(IReadOnlyList<string> command, IReadOnlyList<(string Name, string Value)> variables)
    {
        foreach ((string name, string value) in variables)
        {
            LibC.SetVariable(name, value);
        }

        // A parent may have left SIGCHLD ignored; the kernel then throws exit codes away.
        LibC.SetDefault(LibC.SigChld);
        byte[][] words = RawArguments.Last(command);

        // The native program has the few lines of C that it takes; the managed one has no place for them.
        return RuntimeFeature.IsDynamicCodeCompiled ? StartByOwnProgram(command[0], words) : StartDirectly(command[0], words);
    }

    public int Wait()
    {
        LibC.WaitUntilEnded(_pid);
        int status;
        lock (_gate)
        {
            status = LibC.Reap(_pid);
            _reaped = true; // from here on the id may be another's
        }

        int signal = status & 0x7f;
        return signal == 0 ? (status >> 8) & 0xff : ExitCode.SignalBase + signal;
    }

    public void Signal(PosixSignal signal) => Send(SignalNumber.Of(signal));

    public void Kill()
    {
        foreach (int descendant in Descendants())
        {
            LibC.Send(descendant, LibC.SigKill);
        }

        Send(LibC.SigKill);
    }

    private static LinuxChild StartDirectly(string program, byte[][] words)
    {
        int pid = LibC.StartChild(words, out int error, out int stage);
        return pid > 0 ? new LinuxChild(pid) : throw Child.Unstarted(program, error, stage == LibC.StageOfPrctl);
    }

    private static LinuxChild StartByOwnProgram(string program, byte[][] words)
    {
        byte[][] all =
        [
            .. Array.ConvertAll(OwnProgram.Command(), LibC.Bytes),
            LibC.Bytes(ExecVerb.Name),
            LibC.Bytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)),
            .. words,
        ];
        int pid = LibC.Spawn(all, out int error);
        return pid > 0 ? new LinuxChild(pid) : throw Child.NotExecutable(program, new Win32Exception(error).Message);
    }

    private void Send(int signal)
    {
        lock (_gate)
        {
            if (!_reaped)
            {
                LibC.Send(_pid, signal);
            }
        }
    }

    // Best effort, and enough for what it is for: the command itself ends for certain. Who starts processes all the time
    // may start one more behind this look's back.
    private List<int> Descendants()
    {
        var found = new List<int> { _pid };
        var parents = new List<(int Id, int Parent)>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && ProcessStart.ReadStat(id) is { } stat)
            {
                parents.Add((id, stat.Parent));
            }
        }

        for (int i = 0; i < found.Count; i++)
        {
            foreach ((int id, int parent) in parents)
            {
                if (parent == found[i] && !found.Contains(id))
                {
                    found.Add(id);
                }
            }
        }

        found.RemoveAt(0);
        return found;
    }
}
