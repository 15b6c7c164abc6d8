using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;

namespace BuildLock.Benchmarks.Protocol;

/// <summary>The driver's end of a peer's process. See <see cref="PeerHost"/> for what is said.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _asked = new();

    public PeerProcess(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
        Reading = ReadAsync();
    }

    public int Id => _process.Id;

    public Task Reading { get; }

    /// <summary>The words of the answer.</summary>
    /// <exception cref="PeerFailedException">It answered with an error, ended, or did not answer in time.</exception>
    public async Task<string[]> AskAsync(string verb, int slot, params object[] arguments)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[slot] = answer;
        lock (_asked)
        {
            _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verb} {slot} {string.Join(' ', arguments)}"));
            _process.StandardInput.Flush();
        }

        string line = await answer.Task.ConfigureAwait(false);
        return line.StartsWith("error", StringComparison.Ordinal) ? throw new PeerFailedException(line) : line.Split(' ');
    }

    /// <summary>As <see cref="AskAsync"/>, for what must not take long.</summary>
    public string[] Ask(string verb, int slot, params object[] arguments) => Within(AskAsync(verb, slot, arguments));

    public static T Within<T>(Task<T> answer)
    {
        try
        {
            return answer.WaitAsync(Patience).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            throw new PeerFailedException($"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    /// <summary>Closes its input, upon which it ends; kills it when it does not.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (System.IO.IOException)
        {
            // it was killed, on purpose
        }

        if (!_process.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            int blank = line.IndexOf(' ', StringComparison.Ordinal);
            _asked[int.Parse(line.AsSpan(0, blank), CultureInfo.InvariantCulture)].TrySetResult(line[(blank + 1)..]);
        }

        foreach (TaskCompletionSource<string> answer in _asked.Values.ToArray())
        {
            answer.TrySetResult("error its process ended");
        }
    }
}
