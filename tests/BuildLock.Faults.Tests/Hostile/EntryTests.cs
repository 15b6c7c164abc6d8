using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Engines;
using BuildLock.Engines.PortQuorum;
using BuildLock.Faults.Tests.Machine;
using BuildLock.Queueing;
using Xunit;

namespace BuildLock.Faults.Tests.Hostile;

/// <summary>Who holds is what a file or a port says. It lets nobody in beside a holder, and fails nobody's wait.</summary>
public sealed class EntryTests : FaultTest
{
    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task A_child_of_the_holder_enters_with_its_token(string engine)
    {
        (_, string token) = await HoldWithTokenAsync(engine, Alice);
        Child child = await StartAsync(As(Alice).WithEntry(token));

        Assert.Equal("held", (await TryAsync(child, Options(engine))).Word);
    }

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task A_wrong_secret_or_none_does_not_enter(string engine)
    {
        (_, string token) = await HoldWithTokenAsync(engine, Alice);
        string name = token.Split(';').Last(part => part.Split(':').Length == 3);
        string[] parts = name.Split(':');
        string wrong = new(parts[2].Select(digit => digit == '0' ? '1' : '0').ToArray());

        foreach (string entry in new[] { $"{parts[0]}:{parts[1]}", $"{parts[0]}:{parts[1]}:", $"{parts[0]}:{parts[1]}:{wrong}", $"{parts[0]}:{Guid.NewGuid():N}:{parts[2]}" })
        {
            Child child = await StartAsync(As(Alice).WithEntry(entry));
            Assert.Equal((entry, "busy"), (entry, (await TryAsync(child, Options(engine))).Word));
            Line end = await child.Call("acquire", Words(Options(engine, timeout: TimeSpan.FromMilliseconds(300)))).NextAsync();
            Assert.Equal((entry, "BL2001"), (entry, end["code"]));
        }
    }

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task Another_user_does_not_enter_with_a_stolen_token(string engine)
    {
        (_, string token) = await HoldWithTokenAsync(engine, Alice);
        Child bob = await StartAsync(As(Bob).WithEntry(token));

        Assert.Equal("busy", (await TryAsync(bob, Options(engine))).Word);
    }

    /// <summary>The token outlives its hold in a process that was started under it. Another user holds by now, and says that its hold is
    /// that one.</summary>
    [Fact]
    public async Task Another_users_record_with_the_id_of_a_former_hold_lets_nobody_enter()
    {
        LockOptions options = Options("port-quorum");
        (Child alice, string token) = await HoldWithTokenAsync("port-quorum", Alice);
        string said = PlainFile.Read(Path.Combine(QueuePlace.Of(Key, options), "gate"));
        await ReleaseAsync(alice);
        await PlayAsync(said, options);

        Child child = await StartAsync(As(Alice).WithEntry(token));
        Assert.Equal("busy", (await TryAsync(child, options)).Word);
        Line end = await child.Call("acquire", Words(Options("port-quorum", timeout: TimeSpan.FromMilliseconds(1500)))).UntilAsync("error");
        Assert.Equal("BL2001", end["code"]);
        Assert.Equal(alice.Id.ToString(), end["holder"]); // the lie is shown, and that is all
    }

    /// <summary>An ancestor that holds would be an endless wait, which fails at once (BL2002).</summary>
    [Fact]
    public async Task Another_users_record_that_names_an_ancestor_fails_no_wait()
    {
        LockOptions options = Options("port-quorum");
        string said;
        using (ProcessLock.Acquire(Key, options)) // this process is the parent of all children
        {
            said = PlainFile.Read(Path.Combine(QueuePlace.Of(Key, options), "gate"));
        }

        await PlayAsync(said, options);

        Child child = await StartAsync(As(Alice));
        Line end = await child.Call("acquire", Words(Options("port-quorum", timeout: TimeSpan.FromMilliseconds(1500)))).UntilAsync("error");
        Assert.Equal("BL2001", end["code"]);
        Assert.Equal(Environment.ProcessId.ToString(), end["holder"]);
    }

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task A_real_ancestor_that_holds_is_refused_at_once(string engine)
    {
        using LockHandle held = ProcessLock.Acquire(Key, Options(engine));
        Child child = await StartAsync();
        Line end = await child.Call("acquire", Words(Options(engine))).UntilAsync("error");

        Assert.Equal("BL2002", end["code"]);
    }

    [Fact]
    public async Task Neither_the_record_nor_the_ports_answer_shows_the_secret()
    {
        LockOptions options = Options("port-quorum");
        (_, string token) = await HoldWithTokenAsync("port-quorum", Alice);
        string secret = token.Split(';').Select(part => part.Split(':')).Last(parts => parts.Length == 3)[2];
        Assert.True(secret.Length >= 32, token);

        string record = PlainFile.Read(Path.Combine(QueuePlace.Of(Key, options), "gate"));
        Assert.Contains("enter: ", record, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, record, StringComparison.Ordinal);
        LockRequest request = LockRequest.Create(LockKey.Named(Key), options);
        await Until("the holder to answer on its port", () => Fields(request) is { Length: > 0 });
        Assert.DoesNotContain(secret, Fields(request)!, StringComparison.Ordinal);
    }

    private static Launch As(int user) => new Launch().AsUser(user);

    private static string? Fields(LockRequest request)
    {
        var queries = PortQueries.Ask(PortEndpoints.For(request.Id).Take(1), request.Id.ToBytes());
        try
        {
            return queries.Select(query => query.Holder).FirstOrDefault() is { } fields ? string.Join('\n', fields.Select(field => field.Key + ": " + field.Value)) : null;
        }
        finally
        {
            queries.ForEach(query => query.Dispose());
        }
    }

    private async Task<(Child Holder, string Token)> HoldWithTokenAsync(string engine, int user)
    {
        Child holder = await StartHolderAsync(Options(engine), As(user));
        return (holder, (await holder.AskAsync("token", ("name", "it")))["text"]);
    }

    // Bob holds, and his record says what another user's once said, with a number above all.
    private async Task PlayAsync(string said, LockOptions options)
    {
        await StartHolderAsync(options, As(Bob));
        string folder = QueuePlace.Of(Key, options);
        string record = Path.Combine(folder, "holders", Bob.ToString());
        Assert.True(File.Exists(record), "The gate is another user's, so Bob's record lies in a file of his own.");
        string lie = string.Join('\n', said.Split('\n')
            .Where(line => !line.StartsWith(HoldRecord.OutcomeField + ":", StringComparison.Ordinal))
            .Select(line => line.StartsWith(HoldRecord.TokenField + ": ", StringComparison.Ordinal) ? HoldRecord.TokenField + ": " + (long.MaxValue / 2) : line));
        await File.WriteAllTextAsync(record, lie);
        HoldRecord? read = HoldRecord.Read(BuildLock.Platform.DirectoryHandle.TryOpen(Path.Combine(folder, "holders"))!.TryOpenFile(Bob.ToString(), FileAccess.Read)!);
        Assert.Equal(long.MaxValue / 2, read?.Token);
    }
}
