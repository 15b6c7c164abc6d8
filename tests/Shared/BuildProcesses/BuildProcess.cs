using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace BuildLock.BuildProcesses;

/// <summary>A build as a user starts it: a process, with those that it starts, of which the test sees the output.</summary>
internal sealed class BuildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = []; // also the gate
    private readonly List<(string Text, TaskCompletionSource Seen)> _watches = [];

    static BuildProcess() => Interrupts.Hear();

    private BuildProcess(Process process) => _process = process;

    public static bool CanSignal => OperatingSystem.IsLinux();

    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public int Id => _process.Id;

    public static BuildProcess Start(string folder, IEnumerable<string> command, params (string Name, string? Value)[] environment)
    {
        // A session of its own on Linux, so that a signal reaches what a terminal's Ctrl+C reaches: the process and those
        // that it started.
        List<string> words = CanSignal ? ["setsid", .. command] : [.. command];
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("BUILDLOCK_", StringComparison.Ordinal) || k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["NO_COLOR"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        var build = new BuildProcess(new Process { StartInfo = start });
        build._process.OutputDataReceived += build.OnLine;
        build._process.ErrorDataReceived += build.OnLine;
        build._process.Start();
        build._process.BeginOutputReadLine();
        build._process.BeginErrorReadLine();
        build._process.StandardInput.Close();
        return build;
    }

    /// <summary>Waits until a line with that text was written.</summary>
    public async Task SeesAsync(string text, CancellationToken cancellationToken)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lines)
        {
            if (_lines.Exists(line => line.Contains(text, StringComparison.Ordinal)))
            {
                return;
            }

            _watches.Add((text, seen));
        }

        Task ended = await Task.WhenAny(seen.Task, _process.WaitForExitAsync(cancellationToken));
        if (ended != seen.Task && !seen.Task.IsCompleted)
        {
            throw new InvalidOperationException($"The build ended or took too long without saying '{text}'. It said:\n{Output}");
        }
    }

    public async Task<int> EndsAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ctrl+C.</summary>
    public void Interrupt() => Signal("INT");

    /// <summary>kill -9.</summary>
    public void Kill() => Signal("KILL");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, "--", "-" + _process.Id]);
        kill.WaitForExit();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException("There was nobody to signal.");
        }
    }

    private void OnLine(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is not { } line)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Add(line);
            foreach ((_, TaskCompletionSource seen) in _watches.Where(w => line.Contains(w.Text, StringComparison.Ordinal)))
            {
                seen.TrySetResult();
            }
        }
    }
}
