using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

/// <summary>Another user of the machine: a number, which needs no entry in any list.</summary>
internal static class OtherUser
{
    public const int Victim = 3001;
    public const int Attacker = 3002;

    public static void SkipUnlessPossible()
        => Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux, to be two users.");

    public static string[] As(int user) => ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups"];

    public static async Task DoAsync(int user, string script, CancellationToken cancellationToken)
    {
        await using CliProcess shell = CliProcess.StartCommand([], [.. As(user), "sh", "-ec", script]);
        CliResult result = await shell.ResultAsync(cancellationToken);
        Assert.True(result.Code == 0, result.Errors);
    }

    public static CliProcess Start(int user, IEnumerable<(string Name, string? Value)> environment, params string[] arguments)
        => CliProcess.StartCommand([.. environment], [.. As(user), .. CliProcess.Command, .. arguments]);
}
