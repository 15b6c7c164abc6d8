using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

[assembly: AssemblyFixture(typeof(Cake.BuildLock.Tests.CakeFolder))]

namespace Cake.BuildLock.Tests;

/// <summary>A folder with Cake and the packed addin, in which one script was run, so that the addin is installed. Shared by
/// all tests: to install takes longer than to run.</summary>
public sealed class CakeFolder : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    public string Path => _folder.Path;

    public async ValueTask InitializeAsync()
    {
        TestFolder.Package("Cake.BuildLock");
        string manifest = System.IO.Path.Combine(".config", "dotnet-tools.json");
        _folder.Write(manifest, await File.ReadAllTextAsync(System.IO.Path.Combine(TestFolder.Repository, manifest), CancellationToken.None));
        _folder.Write("tests.cake", Script.Text);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await using BuildProcess restore = BuildProcess.Start(Path, ["dotnet", "tool", "restore"]);
        Assert.True(await restore.EndsAsync(deadline.Token) == 0, restore.Output);
        await using BuildProcess cake = Run("Nothing", "none");
        Assert.True(await cake.EndsAsync(deadline.Token) == 0, cake.Output);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }

    internal string Write(string name, string text) => _folder.Write(name, text);

    internal BuildProcess Run(string target, string key, params string[] arguments)
        => BuildProcess.Start(Path, ["dotnet", "cake", "tests.cake", "--target=" + target, "--key=" + key, .. arguments], ("CAKE_SETTINGS_ENABLESCRIPTCACHE", "true"));
}
