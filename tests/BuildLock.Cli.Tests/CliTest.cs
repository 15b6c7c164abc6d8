using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

namespace BuildLock.Cli.Tests;

/// <summary>What the tests share: a key and a folder that nobody else uses, a gate, and a deadline.</summary>
public abstract class CliTest : IAsyncDisposable
{
    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private protected CliTest() => _deadline.CancelAfter(TimeSpan.FromMinutes(2));

    public static TheoryData<string> Engines => ["port-quorum", "lockdir", "lockfile", "oslock"];

    private protected string Key { get; } = "cli " + Guid.NewGuid().ToString("N");

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("buildlock-cli-").FullName;

    private protected string Locks => Path.Combine(Folder, "locks");

    private protected Gate Gate { get; } = new();

    private protected CancellationToken Deadline => _deadline.Token;

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        _deadline.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A command that says at the gate which process it is and stays until it is let go.</summary>
    private protected string[] AtGate(string before = "") =>
        ["bash", "-c", before + "exec 3<>/dev/tcp/127.0.0.1/" + Gate.Port + "; echo $$ >&3; read -r answer <&3; [ \"$answer\" = go ]"];

    private protected string[] On(string engine) => LocksOf(engine) is { } locks ? ["--engine", engine, "--lock-directory", locks] : ["--engine", engine];

    /// <summary>The directory for engines that have one: for another it would be an error (BL3006).</summary>
    private protected string? LocksOf(string engine) => engine == "port-quorum" ? null : Locks;

    private protected CliProcess Run(string[] options, params string[] command) => CliProcess.Start(["run", Key, .. options, "--", .. command]);

    private protected Task<CliResult> RunAsync(string[] options, params string[] command)
        => CliProcess.RunAsync(Deadline, ["run", Key, .. options, "--", .. command]);

    private protected async Task<Gate.Visitor> InsideAsync(CliProcess process)
    {
        Task<Gate.Visitor> arrival = Gate.NextAsync(Deadline);
        Task<int> end = process.EndsAsync(Deadline);
        await Task.WhenAny(arrival, end);
        return arrival.IsCompleted ? await arrival : throw new InvalidOperationException("It ended outside of its lock. It said:\n" + process.Errors);
    }

    /// <summary>Has another run hold the lock.</summary>
    private protected async Task<Holder> HoldAsync(string engine = "port-quorum", params string[] options)
    {
        CliProcess process = Run([.. On(engine), "--description", "the test", .. options], AtGate());
        return new Holder(process, await InsideAsync(process));
    }

    /// <summary>Waits until a process is gone. Nobody tells of the end of somebody else's child.</summary>
    private protected async Task IsGoneAsync(string pid)
    {
        while (File.Exists($"/proc/{pid}/stat") && (await File.ReadAllTextAsync($"/proc/{pid}/stat", Deadline)).Split(')').Last()[1] != 'Z')
        {
            await Task.Delay(10, Deadline);
        }
    }
}
