using System.Diagnostics;

namespace BuildLock.MSBuild;

/// <summary>The process that the tasks run in.</summary>
internal static class OwnProcess
{
    public static int Id { get; } = Read();

    private static int Read()
    {
        using var process = Process.GetCurrentProcess();
        return process.Id;
    }
}
