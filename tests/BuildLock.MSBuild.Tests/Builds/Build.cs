using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace BuildLock.MSBuild.Tests.Builds;

/// <summary>A real <c>dotnet</c> process that builds. Nothing of it outlives the test.</summary>
internal sealed class Build : IDisposable
{
    // Far longer than any build here takes alone: the machine may be busy with other things.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    // Reused nodes and orphans keep the pipes of an ended build open.
    private static readonly TimeSpan PatienceForLastLines = TimeSpan.FromSeconds(3);

    private readonly Process _process;
    private readonly List<OutputLine> _lines = []; // also the gate
    private readonly CountdownEvent _openPipes = new(2);

    private Build(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        ProcessId = _process.Id;
        _process.StandardInput.Close();
        Listen(_process.StandardOutput);
        Listen(_process.StandardError);
    }

    public int ProcessId { get; }

    /// <summary>Whether it has ended and all that it said was heard.</summary>
    public bool HasEnded => _process.HasExited && HearOut();

    public IReadOnlyList<OutputLine> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public static Build Start(IEnumerable<string> arguments, string directory, IReadOnlyDictionary<string, string?> variables)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        BuildEnvironment.Prepare(start.Environment, variables);
        return new Build(start);
    }

    public BuildResult WaitForEnd()
    {
        if (!_process.WaitForExit(Deadline))
        {
            Kill();
            throw new TimeoutException($"The build did not end within {Deadline.TotalSeconds} s:\n{string.Join('\n', Lines)}");
        }

        TimeSpan ended = TestClock.Now;
        HearOut();
        return new BuildResult(_process.ExitCode, ended, Lines);
    }

    /// <summary>Waits until the build has said it.</summary>
    public OutputLine WaitForOutput(string text)
    {
        OutputLine? found = null;
        Patience.Until(
            () =>
            {
                foreach (OutputLine line in Lines)
                {
                    if (line.Text.Contains(text, StringComparison.Ordinal))
                    {
                        found = line;
                        return true;
                    }
                }

                return false;
            },
            $"the build said '{text}'",
            this);
        return found!;
    }

    /// <summary>kill -9: the process, and nothing that it started.</summary>
    public void Kill() => Signals.Send(ProcessId, Signals.Kill);

    /// <summary>Ctrl+C.</summary>
    public void Interrupt() => Signals.Send(ProcessId, Signals.Interrupt);

    public void Terminate() => Signals.Send(ProcessId, Signals.Terminate);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(Deadline);
        }

        _process.Dispose();
    }

    // A thread of its own, since the stamps of the lines are compared: the pool may be busy for a while.
    private void Listen(StreamReader pipe)
    {
        void Read()
        {
            while (pipe.ReadLine() is { } text)
            {
                lock (_lines)
                {
                    _lines.Add(new OutputLine(TestClock.Now, text));
                }
            }

            _openPipes.Signal();
        }

        new Thread(Read) { IsBackground = true, Name = "output of a build" }.Start();
    }

    private bool HearOut()
    {
        _openPipes.Wait(PatienceForLastLines, CancellationToken.None);
        return true;
    }
}
