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

    /// <summary>A secret needs no option before it. The first of these were seen in the list of locks by another user.</summary>
    [Theory]
    [InlineData("buildlock run k -- curl https://host/…", "buildlock.dll", "run", "k", "--", "curl", "https://u:hunter2@host/x")]
    [InlineData("buildlock run k -- psql postgresql://h/…", "buildlock.dll", "run", "k", "--", "psql", "postgresql://u:hunter2@h/db")]
    [InlineData("buildlock run k -- nuget setapikey", "buildlock.dll", "run", "k", "--", "nuget", "setapikey", "hunter2")]
    [InlineData("buildlock run k -- dotnet nuget push a.nupkg", "buildlock.dll", "run", "k", "--", "dotnet", "nuget", "push", "a.nupkg", "hunter2")]
    [InlineData("tool", "tool.dll", "--pass", "--", "hunter2")]
    [InlineData("buildlock run k -- tool", "buildlock.dll", "run", "k", "--", "tool", "--pass", "--", "hunter2")]
    [InlineData("buildlock run k -- sh", "buildlock.dll", "run", "k", "--", "sh", "-c", "login hunter2")]
    [InlineData("buildlock run k -- curl", "buildlock.dll", "run", "k", "--", "curl", "-H", "Authorization: hunter2", "https://host")]
    [InlineData("buildlock run k --", "buildlock.dll", "run", "k", "--", "TOKEN=hunter2", "tool")]
    [InlineData("dotnet user-secrets", "dotnet.dll", "user-secrets", "set", "Key", "hunter2")]
    [InlineData("dotnet run App.csproj", "dotnet.dll", "run", "--project", "App.csproj", "--", "hunter2")]
    [InlineData("dotnet run", "dotnet.dll", "run", "--", "login", "hunter2")]
    [InlineData("_build Restore", "_build.dll", "Restore", "hunter2")]
    [InlineData("cake build/build.cake", "cake.dll", "build/build.cake", "--target=x", "hunter2")]
    public void Nor_are_words_that_only_look_like_others(string text, params string[] arguments)
        => Assert.Equal(text, CommandText.Of(arguments));

    [Theory]
    [InlineData("https://u:p%2f@host:8443/a?b#c", "https://host:8443/…")]
    [InlineData("https://u:hunter2/w@host/x", "https://host/…")]
    [InlineData("https://host", "https://host")]
    [InlineData("https://host?key", "https://host/…")]
    [InlineData("u:hunter2@host", "…@host")]
    [InlineData("git@host:team/repository", "git@host:team/repository")]
    [InlineData("C:\\src\\app", "C:\\src\\app")]
    public void Of_an_address_the_host_is_shown(string word, string shown)
        => Assert.Equal("tool " + shown, CommandText.Of(["tool.dll", word]));

    [Fact]
    public void A_long_command_is_cut()
    {
        string text = CommandText.Of(["tool.dll", new string('a', 500)]);

        Assert.Equal(160, text.Length);
        Assert.EndsWith("a…", text, StringComparison.Ordinal);
    }
}
