using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace BuildLock.MSBuild;

/// <summary>Ends a command when the build that runs it under a lock dies without ending it itself: killed with SIGKILL, or
/// with SIGTERM, on which MSBuild leaves its commands running. The lock is free then, and the command would go on
/// unprotected. Linux only.</summary>
/// <remarks>
/// <para>A shell waits on a pipe whose other end only this process has. The kernel closes it however this process ends, and then
/// the shell kills every process that has the command's mark in its environment, which descendants inherit unless they are
/// given another one. It takes some milliseconds, as the next holder does to get the lock: close, but not a guarantee.
/// Nodes of MSBuild, its server, and the compiler's are spared: they may be at work for another build by now.</para>
/// <para>Nobody else may learn the mark, or root's watcher could be shown processes to kill. Command lines are public, also those
/// of the programs that the shell starts, so the mark is never in one: the shell reads it from its pipe, and so does grep.
/// A list of processes is old as soon as it is made, and ids are used again: each is looked at once more, and killed
/// in the next step. Processes of other users are left alone, also those to which the command has changed itself.</para>
/// <para>Rejected: the parent-death signal (prctl(2)), which reaches the command's shell and not what that has started; a
/// process group, which would take the command away from the terminal and its Ctrl+C.</para>
/// </remarks>
internal sealed class OrphanWatch : IDisposable
{
    private const string MarkPrefix = "BUILDLOCK_UNDER_";

    // Ignores what a terminal sends to everybody. Ends: with the word, or when nobody with the mark is left, or after so many
    // turns that whoever is left cannot be killed.
    private const string Script = """
        trap '' HUP INT TERM
        exec >/dev/null 2>&1
        read -r mark || exit
        read -r word
        [ "$word" = done ] && exit
        turn=0
        while [ $turn -lt 50 ]; do
          found=
          for pid in $(printf '%s\n' "$mark" | grep -lzxFf - /proc/[0-9]*/environ | cut -d/ -f3); do
            [ -O "/proc/$pid" ] || continue
            grep -qE 'nodemode:|VBCSCompiler|GradleDaemon' "/proc/$pid/cmdline" && continue
            printf '%s\n' "$mark" | grep -qzxFf - "/proc/$pid/environ" && kill -KILL "$pid"
            found=1
          done
          [ -n "$found" ] || exit
          turn=$((turn + 1))
        done
        """;

    private readonly Process? _watcher;
    private int _told;

    private OrphanWatch(string mark, Process? watcher)
    {
        Mark = mark + "=1";
        _watcher = watcher;
    }

    /// <summary>What the command must have in its environment, as <c>NAME=value</c>.</summary>
    public string Mark { get; }

    /// <param name="warn">Told when nobody can watch.</param>
    public static OrphanWatch Start(Action<string> warn)
    {
        string mark = MarkPrefix + Guid.NewGuid().ToString("N");
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            return new OrphanWatch(mark, watcher: null);
        }

        var start = new ProcessStartInfo("/bin/sh", "-c \"" + Script.Replace("\"", "\\\"") + "\" buildlock-orphan-watch")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            WorkingDirectory = "/", // keeps nobody's folder busy
        };

        // The watcher itself is nobody's command: that of a build inside a build must outlive the kill by the outer one's.
        foreach (string inherited in start.Environment.Keys.Where(name => name.StartsWith(MarkPrefix, StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(inherited);
        }

        try
        {
            var watch = new OrphanWatch(mark, Process.Start(start));
            watch.Say(watch.Mark);
            return watch;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            warn($"Should this build be killed, its command would run on: {e.Message}");
            return new OrphanWatch(mark, watcher: null);
        }
    }

    /// <summary>The build is cancelled: what has the mark is killed now. Background children of a command's shell ignore SIGINT,
    /// and hold the pipes that MSBuild reads to their end.</summary>
    public void End() => Tell(word: null);

    /// <summary>The command has ended; nobody is killed.</summary>
    public void Dispose()
    {
        Tell("done");
        _watcher?.Dispose();
    }

    // The first word counts: the pipe is closed with it. Cancel and the end of the command come from two threads.
    private void Tell(string? word)
    {
        if (_watcher is null || Interlocked.Exchange(ref _told, 1) != 0)
        {
            return;
        }

        try
        {
            if (word is not null)
            {
                Say(word);
            }

            _watcher.StandardInput.Dispose();
        }
        catch (IOException)
        {
            // The watcher was killed. There is nothing left for it to do.
        }
    }

    // Not by the writer, which may begin with a mark of its encoding.
    private void Say(string line)
    {
        if (_watcher?.StandardInput.BaseStream is { } input)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(line + "\n");
            input.Write(bytes, 0, bytes.Length);
            input.Flush();
        }
    }
}
