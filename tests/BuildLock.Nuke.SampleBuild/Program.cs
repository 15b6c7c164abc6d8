using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using BuildLock;
using BuildLock.Nuke;
using Nuke.Common;

internal static class Program
{
    // The first argument chooses the build; the rest is the build's own. "library" is no build: a program that uses the
    // library, with the same key and gate.
    public static int Main(string[] args)
    {
        TestHost.Arguments = args[1..];
        switch (args[0])
        {
            case "sample":
                return Build.Main();
            case "library":
                using (ProcessLock.Acquire(args[1]))
                {
                    Pass(int.Parse(args[2]), "library");
                }

                return 0;
            default:
                return GateBuild.Main();
        }
    }

    public static void Pass(int gate, string name)
    {
        using var client = new TcpClient("127.0.0.1", gate);
        using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        stream.Write(Encoding.ASCII.GetBytes(name + "\n"));
        if (reader.ReadLine() != "go")
        {
            throw new InvalidOperationException("The gate said no.");
        }
    }
}

/// <summary>A build that tells a test when it is inside its lock, and stays there until the test lets it go.</summary>
internal sealed class GateBuild : NukeBuild, IGateLock
{
    [Parameter]
    private readonly string Key = string.Empty;

    [Parameter]
    private readonly int Gate;

    private Target Enter => _ => _
        .WithProcessLock(() => Key)
        .Executes(PassGate);

    private Target EnterContext => _ => _
        .DependsOnContext<IGateLock>()
        .Executes(PassGate);

    public static int Main() => Execute<GateBuild>(x => x.Enter);

    private void PassGate() => Program.Pass(Gate, "nuke");
}

internal interface IGateLock : IProcessLock
{
    [Parameter]
    string Key => TryGetValue(() => Key);

    Setup TakeKey => _ => _.AcquireProcessLock(() => Key);

    Cleanup LeaveKey => _ => _.ReleaseProcessLock(() => Key);
}
