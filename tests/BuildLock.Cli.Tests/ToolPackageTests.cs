using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

namespace BuildLock.Cli.Tests;

/// <summary>The package as a user installs it.</summary>
public sealed class ToolPackageTests : CliTest
{
    [Fact]
    public async Task The_installed_tool_runs_commands_and_tries_the_engines()
    {
        TestFolder.Package("BuildLock.Tool"); // says so when it was not made
        using var folder = new TestFolder();
        string tools = Path.Combine(folder.Path, "my tools"); // with a blank, as a user's folder may have
        await using BuildProcess install = BuildProcess.Start(folder.Path, ["dotnet", "tool", "install", "BuildLock.Tool", "--version", "0.1.0", "--tool-path", tools, "--configfile", Path.Combine(folder.Path, "nuget.config")]);
        Assert.True(await install.EndsAsync(Deadline) == 0, install.Output);

        string buildlock = Directory.EnumerateFiles(tools, "buildlock*").Single();
        await using CliProcess run = CliProcess.StartCommand([], buildlock, "run", Key, "--", "sh", "-c", "printf %s \"$BUILDLOCK_KEY\"; exit 4");
        CliResult result = await run.ResultAsync(Deadline);
        Assert.Equal((4, Key), (result.Code, result.Output));

        await using CliProcess doctor = CliProcess.StartCommand([], buildlock, "doctor", "--engine", "port-quorum");
        Assert.Equal(0, (await doctor.ResultAsync(Deadline)).Code);
    }
}
