using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace BuildLock.Cli.Tests;

/// <summary>One <c>buildlock</c> as a process. What it writes on its two streams is kept apart.</summary>
internal sealed class CliProcess : IAsyncDisposable
{
    private static readonly string Program = Environment.GetEnvironmentVariable("BUILDLOCK_TEST_CLI") is { Length: > 0 } other
        ? other
        : typeof(CliProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "CommandLine").Value!;

    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task _errors;
    private readonly MemoryStream _output = new(); // also its gate
    private readonly List<string> _lines = []; // also the gate
    private readonly List<(string Text, TaskCompletionSource Seen)> _watches = [];
    private (Func<string, bool> Shows, TaskCompletionSource Seen)? _look;

    private CliProcess(Process process)
    {
        _process = process;
        _reading = ReadOutputAsync();
        _errors = ReadErrorsAsync();
    }

    /// <summary>How a shell starts the program.</summary>
    public static string[] Command { get; } = Program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", Program] : [Program];

    public int Id => _process.Id;

    public Stream Input => _process.StandardInput.BaseStream;

    public string Errors
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    private string Output => Encoding.UTF8.GetString(_output.GetBuffer(), 0, (int)_output.Length);

    public static CliProcess Start(params string[] arguments) => StartWith([], arguments);

    public static CliProcess StartWith((string Name, string? Value)[] environment, params string[] arguments)
        => StartCommand(environment, [.. Command, .. arguments]);

    public static CliProcess StartCommand((string Name, string? Value)[] environment, params string[] words)
    {
        // Background jobs of scripts have SIGINT ignored, and what they start inherits that; the tests may be one.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT,QUIT,HUP", .. words] : words;
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("BUILDLOCK_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        return new CliProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<CliResult> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        await using CliProcess process = Start(arguments);
        return await process.ResultAsync(cancellationToken);
    }

    /// <summary>Waits until a line with that text was written on the standard error.</summary>
    public async Task SaysAsync(string text, CancellationToken cancellationToken)
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

        if (await Task.WhenAny(seen.Task, _errors, Task.Delay(Timeout.Infinite, cancellationToken)) != seen.Task && !seen.Task.IsCompleted)
        {
            throw new InvalidOperationException($"It ended or took too long without saying '{text}'. It said:\n{Errors}");
        }
    }

    /// <summary>Waits until what it has written on the standard output is as wished.</summary>
    public async Task ShowsAsync(Func<string, bool> shows, CancellationToken cancellationToken)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            _look = (shows, seen);
            Look();
        }

        if (await Task.WhenAny(seen.Task, _reading, Task.Delay(Timeout.Infinite, cancellationToken)) != seen.Task && !seen.Task.IsCompleted)
        {
            throw new InvalidOperationException($"It ended or took too long without showing that. It showed:\n{Output}\n{Errors}");
        }
    }

    /// <summary>Closes its input and waits for its end.</summary>
    public async Task<CliResult> ResultAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        await _errors.WaitAsync(cancellationToken);
        return new CliResult(_process.ExitCode, _output.ToArray(), Errors);
    }

    /// <summary>Its exit code, also when what it started still has its streams.</summary>
    public async Task<int> EndsAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal to it alone.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, Id.ToString()]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task ReadOutputAsync()
    {
        byte[] bytes = new byte[4096];
        int count;
        while ((count = await _process.StandardOutput.BaseStream.ReadAsync(bytes, CancellationToken.None)) > 0)
        {
            lock (_output)
            {
                _output.Write(bytes, 0, count);
                Look();
            }
        }
    }

    private void Look()
    {
        if (_look is { } look && look.Shows(Output))
        {
            look.Seen.TrySetResult();
        }
    }

    private async Task ReadErrorsAsync()
    {
        using var reader = new StreamReader(_process.StandardError.BaseStream, Encoding.UTF8);
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
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
}
