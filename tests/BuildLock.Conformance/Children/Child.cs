using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace BuildLock.Conformance.Children;

/// <summary>A child process that uses the product as a build would. Disposing ends it.</summary>
public sealed class Child : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentDictionary<string, Call> _calls = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastCall;

    private Child(Process process)
    {
        _process = process;
        Id = process.Id;
    }

    public int Id { get; }

    public static async Task<Child> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [ChildProgram.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return await StartAsync(start);
    }

    /// <summary>For a child that needs another launcher, such as a namespace of its own; the child program's path and
    /// what comes before it are the caller's.</summary>
    public static async Task<Child> StartAsync(ProcessStartInfo start)
    {
        // The settings of whoever runs the tests are not the tests' settings.
        foreach (string name in start.Environment.Keys.Where(n => n.StartsWith("BUILDLOCK_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_TieredPGO"] = "0";
        Process process = Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
        var child = new Child(process);
        _ = child.ReadAsync();
        _ = child.ReadErrorsAsync();
        try
        {
            await child._ready.Task.Within("the child process to start");
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }

        return child;
    }

    /// <summary>Sends a command; its answers come through the result.</summary>
    public Call Call(string command, params IEnumerable<(string Name, string? Value)> fields)
    {
        string id = Interlocked.Increment(ref _lastCall).ToString();
        string text = Line.Of(command, fields.Append(("id", id))).ToString();
        var call = new Call(this, text);
        _calls[id] = call;
        lock (_process)
        {
            _process.StandardInput.WriteLine(text);
            _process.StandardInput.Flush();
        }

        return call;
    }

    /// <summary>Sends a command and waits for its one answer.</summary>
    public Task<Line> AskAsync(string command, params IEnumerable<(string Name, string? Value)> fields) => Call(command, fields).NextAsync();

    /// <summary>Ends it as <c>kill -9</c> does: nothing of the child's own code runs any more.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Stops it as Ctrl+Z does, until <see cref="Continue"/>. Linux only.</summary>
    public void Stop() => StopSignal.Stop(Id);

    public void Continue() => StopSignal.Continue(Id);

    /// <summary>Lets it end by itself, with whatever it holds.</summary>
    public async Task ExitAsync()
    {
        lock (_process)
        {
            _process.StandardInput.WriteLine("exit");
            _process.StandardInput.Flush();
        }

        await WaitForExitAsync();
    }

    public Task WaitForExitAsync() => _process.WaitForExitAsync().Within($"child {Id} to end");

    /// <summary>For failure texts.</summary>
    public override string ToString()
        => $"child {Id}{(_process.HasExited ? $", ended with {_process.ExitCode}" : string.Empty)}; errors: {string.Join(" | ", _errors)}";

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(); // also ends one that is stopped
        }

        await WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } text)
        {
            var line = Line.Parse(text);
            if (line.Word == "ready")
            {
                _ready.TrySetResult();
            }
            else
            {
                _calls[line["id"]].Add(line);
            }
        }

        _ready.TrySetException(new InvalidOperationException("The child ended before it was ready: " + this));
        foreach (Call call in _calls.Values)
        {
            call.End();
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } text)
        {
            _errors.Enqueue(text);
        }
    }
}
