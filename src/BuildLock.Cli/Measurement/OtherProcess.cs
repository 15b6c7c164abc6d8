using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Cli.Children;
using BuildLock.Settings;

namespace BuildLock.Cli.Measurement;

/// <summary>The second process of a measurement: this program once more.</summary>
internal sealed class OtherProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Process _process;

    public OtherProcess(string kind, string key, string folder)
    {
        string[] command = [.. OwnProgram.Command(), .. TurnVerb.Arguments(kind, key, folder)];
        _process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
    }

    /// <summary>Has it take the lock for a moment.</summary>
    /// <exception cref="IOException">It does not get it.</exception>
    public void Hold()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        string said = Hear();
        if (said != TurnVerb.Held)
        {
            throw new IOException(said);
        }
    }

    /// <summary>When it began to release, on the clock that all processes share.</summary>
    /// <exception cref="IOException">It did not.</exception>
    public TimeSpan Released()
    {
        string said = Hear();
        return long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) ? TimeSpan.FromTicks(ticks) : throw new IOException(said);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    // With a deadline: a lock may hang in a place that is broken.
    private string Hear()
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
#pragma warning disable VSTHRD002 // A program without a context to be blocked.
        return !line.Wait(Patience) ? throw new IOException($"The other process had no answer within {LockDuration.Format(Patience)}.")
            : line.Result ?? throw new IOException("The other process ended.");
#pragma warning restore VSTHRD002
    }
}
