using System;
using BuildLock.Identity;
using Xunit;

namespace BuildLock.Tests.Identity;

/// <summary>What others may see of a command line.</summary>
public sealed class CommandTextTests
{
    [Theory]
    [InlineData("dotnet build App.sln", "/usr/share/dotnet/sdk/10.0.100/dotnet.dll", "build", "App.sln")]
    [InlineData("dotnet build App.sln", "dotnet.dll", "build", "App.sln", "-c", "--no-restore")]
    [InlineData("dotnet build /src/App.sln", "dotnet.dll", "build", "/src/App.sln")]
    [InlineData("MyTool", "/opt/MyTool.dll")]
    [InlineData("", new string[0])]
    public void Program_verb_and_files_are_shown(string text, params string[] arguments)
        => Assert.Equal(text, CommandText.Of(arguments));

    [Theory]
    [InlineData("-p:Token=hunter2")]
    [InlineData("/p:Token=hunter2")]
    [InlineData("--api-key=hunter2")]
    [InlineData("--api-key", "hunter2")]
    [InlineData("TOKEN=hunter2")]
    [InlineData("-khunter2")]
    [InlineData("/key:hunter2")]
    public void Secrets_are_not(params string[] option)
        => Assert.Equal("dotnet push a.nupkg", CommandText.Of(["dotnet.dll", "push", "a.nupkg", .. option]));

    /// <summary><c>dotnet nuget push -k</c> is how its help writes it.</summary>
    [Fact]
    public void The_value_of_a_short_option_is_not_shown_either()
        => Assert.DoesNotContain("hunter2", CommandText.Of(["dotnet.dll", "nuget", "push", "a.nupkg", "-k", "hunter2"]), StringComparison.Ordinal);

    /// <summary>What comes behind the bare dashes is another command, and none of it is their value.</summary>
    [Fact]
    public void Bare_dashes_swallow_no_word()
        => Assert.Equal("buildlock run cache -- dotnet tool restore", CommandText.Of(["buildlock.dll", "run", "cache", "--", "dotnet", "tool", "restore"]));

    [Fact]
    public void An_option_before_an_option_takes_no_value()
        => Assert.Equal("dotnet App.sln", CommandText.Of(["dotnet.dll", "--verbose", "-c", "App.sln"]));

    [Fact]
    public void A_long_command_is_cut()
    {
        string text = CommandText.Of(["dotnet.dll", new string('a', 500)]);

        Assert.Equal(160, text.Length);
        Assert.EndsWith("a…", text, StringComparison.Ordinal);
    }
}
