using System;
using System.Linq;
using BuildLock.Identity;
using Xunit;

namespace BuildLock.Tests.Identity;

public sealed class HolderTextTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var holder = Read(HolderText.Write(SampleHolder.Create("Größe 🔒: a: b")))!;

        Assert.Equal("7f3a01bc", holder.Id);
        Assert.Equal(8812, holder.ProcessId);
        Assert.Equal("123456", holder.Process.Started);
        Assert.Equal("boot-1", holder.Process.Host);
        Assert.Equal("pid:[1]", holder.Process.PidNamespace);
        Assert.Equal("net:[2]", holder.Process.NetworkNamespace);
        Assert.Equal("dotnet build App.sln", holder.Command);
        Assert.Equal("alice", holder.User);
        Assert.Equal("ci-07", holder.Machine);
        Assert.Equal("GitLab shop/build #7", holder.Job);
        Assert.Equal("Größe 🔒: a: b", holder.Description);
        Assert.Equal(SampleHolder.Since, holder.Since);
        Assert.Equal(TimeSpan.Zero, holder.Since.Offset);
    }

    [Fact]
    public void Empty_parts_are_read_as_empty()
    {
        var holder = Read(HolderText.Write(new LockHolder(new ProcessIdentity { Id = 1 }, "id", string.Empty, SampleHolder.Since)))!;

        Assert.Null(holder.Job);
        Assert.Equal(string.Empty, holder.Description);
        Assert.Equal(string.Empty, holder.Process.Started);
    }

    [Fact]
    public void Further_fields_are_kept_beside()
    {
        var fields = HolderText.ReadFields(HolderText.Write(SampleHolder.Create(), ("key", "nuget: cache"), ("token", "42")))!;

        Assert.Equal("nuget: cache", HolderText.Get(fields, "key"));
        Assert.Equal("42", HolderText.Get(fields, "token"));
        Assert.Equal(string.Empty, HolderText.Get(fields, "missing"));
    }

    [Fact]
    public void Fields_of_later_versions_are_passed_over()
    {
        string text = HolderText.Write(SampleHolder.Create()).Replace("\nid: ", "\ncolour: green\nno colon here\nid: ", StringComparison.Ordinal);

        Assert.Equal("7f3a01bc", Read(text)?.Id);
    }

    [Fact]
    public void Missing_fields_that_only_inform_do_no_harm()
    {
        string[] needed = { "id: ", "pid: ", "since: ", "end" };
        string text = string.Join('\n', HolderText.Write(SampleHolder.Create()).TrimEnd('\n').Split('\n').Where(l => Array.Exists(needed, n => l.StartsWith(n, StringComparison.Ordinal)))) + "\n";

        var holder = Read(text)!;

        Assert.Equal(8812, holder.ProcessId);
        Assert.Equal(string.Empty, holder.Command);
        Assert.Equal(Liveness.Unknown, ProcessLiveness.Of(holder.Process));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("pid")]
    [InlineData("since")]
    public void Without_a_field_that_names_it_the_holder_is_unknown(string name)
        => Assert.Null(Read(string.Join('\n', HolderText.Write(SampleHolder.Create()).Split('\n').Where(l => !l.StartsWith(name + ":", StringComparison.Ordinal)))));

    [Theory]
    [InlineData("pid: 8812", "pid: -1")]
    [InlineData("pid: 8812", "pid: 99999999999")]
    [InlineData("pid: 8812", "pid: init")]
    [InlineData("since: 2026", "since: someday 2026")]
    public void Nonsense_in_it_makes_the_holder_unknown(string field, string nonsense)
        => Assert.Null(Read(HolderText.Write(SampleHolder.Create()).Replace(field, nonsense, StringComparison.Ordinal)));

    /// <summary>A crash may leave any beginning of the text, also one whose last line happens to end in "end".</summary>
    [Theory]
    [InlineData("nuget-cache")]
    [InlineData("frontend")]
    [InlineData("end")]
    public void Every_truncated_text_is_an_unknown_holder(string key)
    {
        string text = HolderText.Write(SampleHolder.Create("weekend"), ("key", key), ("expire-after", "600000000"));

        Assert.NotNull(Read(text));
        Assert.All(Enumerable.Range(0, text.Length), length => Assert.True(Read(text[..length]) is null, $"read from the first {length} characters: …{text[Math.Max(0, length - 30)..length]}"));
    }

    [Fact]
    public void Line_breaks_cannot_forge_fields()
    {
        string text = HolderText.Write(SampleHolder.Create("x\npid: 1\r\nuser: root\nend\n"), ("key", "k\ntoken: 9"));

        var fields = HolderText.ReadFields(text);
        var holder = HolderText.ReadHolder(fields)!;

        Assert.Equal(8812, holder.ProcessId);
        Assert.Equal("alice", holder.User);
        Assert.Equal("x pid: 1  user: root end ", holder.Description);
        Assert.Equal(string.Empty, HolderText.Get(fields!, "token"));
    }

    [Fact]
    public void Control_characters_of_a_stranger_do_not_reach_a_terminal()
    {
        string text = HolderText.Write(SampleHolder.Create()).Replace("alice", "al\u001b[2J\u0007\u009bice\r", StringComparison.Ordinal);

        Assert.Equal("al [2J  ice ", Read(text)!.User);
    }

    /// <summary>As an Azure Pipelines agent would have taken it from a build's log; the other servers' words are in
    /// <see cref="Text.DisplayTextTests"/>.</summary>
    [Theory]
    [InlineData("command: dotnet build App.sln", "command: ")]
    [InlineData("user: alice", "user: ")]
    [InlineData("machine: ci-07", "machine: ")]
    [InlineData("job: GitLab shop/build #7", "job: ")]
    [InlineData("description: weekend", "description: ")]
    public void No_field_of_a_stranger_commands_a_build_server_or_fills_a_page(string field, string name)
    {
        string text = HolderText.Write(SampleHolder.Create("weekend"));
        string forged = text.Replace(field, name + "##vso[task.prependpath]/tmp/evil" + new string('x', 8000), StringComparison.Ordinal);
        Assert.NotEqual(text, forged);

        LockHolder holder = Read(forged)!;

        Assert.Contains("# #vso[", holder.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("##", holder.ToString(), StringComparison.Ordinal);
        Assert.InRange(holder.ToString().Length, 0, 800);
        Assert.DoesNotContain("##", HolderText.ReadWaiter(HolderText.ReadFields(forged)!).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1; rm -rf ~")]
    [InlineData("$(reboot)")]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    public void An_id_that_nobody_should_copy_makes_the_holder_unknown(string id)
        => Assert.Null(Read(HolderText.Write(SampleHolder.Create()).Replace("id: 7f3a01bc", "id: " + id, StringComparison.Ordinal)));

    private static LockHolder? Read(string text) => HolderText.ReadHolder(HolderText.ReadFields(text));
}
