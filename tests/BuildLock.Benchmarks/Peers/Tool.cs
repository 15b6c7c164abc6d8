using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using BuildLock.Benchmarks.Protocol;

namespace BuildLock.Benchmarks.Peers;

/// <summary>Programs of this machine that a peer needs.</summary>
internal static class Tool
{
    public static string? Find(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Runs it to its end. Returns what it wrote.</summary>
    /// <exception cref="PeerFailedException">It failed.</exception>
    public static string Output(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new PeerFailedException($"'{start.FileName} {string.Join(' ', start.ArgumentList)}' failed with exit code {process.ExitCode}");
    }

    /// <summary>Runs it to its end. Returns the last line of what it said when it failed, otherwise null.</summary>
    public static string? Run(string name, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{name} failed: {said.Trim().Split('\n')[^1]}";
    }
}
