using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Journal;
using BuildLock.Tests.Settings;
using Xunit;

namespace BuildLock.Tests.Journal;

/// <summary>What one process writes into its journal.</summary>
[Collection(ChangedEnvironment.Name)]
public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _key = "journal " + Guid.NewGuid().ToString("N");

    public JournalTests() => Environment.SetEnvironmentVariable(ProcessJournal.Variable, Journal);

    private string Journal => _folder.Below("journal");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(ProcessJournal.Variable, null);
        _folder.Dispose();
    }

    [Fact]
    public void Nothing_is_made_when_the_variable_is_not_set()
    {
        Environment.SetEnvironmentVariable(ProcessJournal.Variable, null);
        Assert.Null(ProcessJournal.Current);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _ = ProcessJournal.Current;
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Pair();
        Assert.False(Directory.Exists(Journal));
    }

    [Fact]
    public void A_pair_is_three_lines_the_first_of_which_says_whose_they_are()
    {
        Pair();

        List<JsonElement> lines = Lines();
        Assert.Equal(["process", "took", "released"], lines.Select(Happening));
        Assert.Equal(Environment.ProcessId, lines[0].GetProperty("pid").GetInt32());
        Assert.Equal(Environment.MachineName, lines[0].GetProperty("machine").GetString());
        Assert.All(lines.Skip(1), line => Assert.Equal(_key, line.GetProperty("key").GetString()));
        Assert.Equal("none", lines[1].GetProperty("engine").GetString());
        Assert.Equal("the test", lines[1].GetProperty("description").GetString());
        Assert.Equal(0, lines[1].GetProperty("waited").GetDouble());
    }

    [Theory]
    [InlineData("a \"key\" \\ </script>\u2028\n\u0001 \u00e9 \U0001F512")]
    public void A_key_comes_back_as_it_was(string key)
    {
        ProcessLock.Acquire(key, Options(), TestContext.Current.CancellationToken).Release();
        Assert.Equal(key, Lines()[1].GetProperty("key").GetString());
    }

    [Fact]
    public async Task A_wait_says_for_whom_and_a_time_out_with_what_code()
    {
        var options = new LockOptions { Timeout = TimeSpan.FromMilliseconds(50) };
        using (LockHandle first = ProcessLock.Acquire(_key, options, TestContext.Current.CancellationToken))
        {
            await Assert.ThrowsAsync<LockTimeoutException>(() => ProcessLock.AcquireAsync(_key, options, TestContext.Current.CancellationToken));
            List<JsonElement> lines = Lines();
            Assert.Equal(["process", "took", "waits", "gaveUp"], lines.Select(Happening));
            Assert.Equal(first.Holder.Id, lines[2].GetProperty("holder").GetString());
            Assert.Equal(("timeout", "BL2001"), (lines[3].GetProperty("why").GetString(), lines[3].GetProperty("code").GetString()));
            Assert.True(lines[3].GetProperty("waited").GetDouble() >= 50);
        }
    }

    /// <summary>Reused build nodes take over the environment of each build that they serve.</summary>
    [Fact]
    public void The_journal_is_the_one_that_the_environment_names_now()
    {
        string other = _folder.Below("other");
        Pair();
        Environment.SetEnvironmentVariable(ProcessJournal.Variable, other);
        Pair();
        Environment.SetEnvironmentVariable(ProcessJournal.Variable, Journal);
        Pair();

        Assert.Equal(["process", "took", "released", "took", "released"], Lines().Select(Happening));
        Assert.Equal(3, File.ReadLines(Assert.Single(Directory.GetFiles(other, "*" + JournalFolder.Extension))).Count());
    }

    [Fact]
    public async Task Who_tries_once_and_finds_it_busy_has_not_timed_out()
    {
        using LockHandle held = ProcessLock.Acquire(_key, cancellationToken: TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<LockTimeoutException>(() => ProcessLock.AcquireAsync(_key, new LockOptions { Timeout = TimeSpan.Zero }, TestContext.Current.CancellationToken));
        Assert.Equal("busy", Lines()[^1].GetProperty("why").GetString());
    }

    [Fact]
    public void A_cancelled_wait_and_an_engine_that_cannot_lock_are_told_apart()
    {
        using (ProcessLock.Acquire(_key, cancellationToken: TestContext.Current.CancellationToken))
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            Assert.ThrowsAny<OperationCanceledException>(() => ProcessLock.Acquire(_key, cancellationToken: soon.Token));
        }

        var unusable = new LockOptions { Engine = "lockdir", LockDirectory = "/proc/nothing" };
        Assert.Throws<LockEngineException>(() => ProcessLock.Acquire(_key, unusable, TestContext.Current.CancellationToken));
        Assert.Equal(["cancelled", "unusable"], Lines().Where(line => Happening(line) == "gaveUp").Select(line => line.GetProperty("why").GetString()));
    }

    [Fact]
    public void A_hold_that_was_given_up_says_so()
    {
        ProcessLock.Acquire(_key, Options(), TestContext.Current.CancellationToken).Abandon();
        Assert.Equal("abandoned", Happening(Lines()[^1]));
    }

    [Fact]
    public async Task A_loss_is_told()
    {
        LockOptions options = Options();
        options.MaxHold = TimeSpan.FromMilliseconds(100);
        var observer = new TaskObserver();
        options.Observer = observer;
        using LockHandle handle = ProcessLock.Acquire(_key, options, TestContext.Current.CancellationToken);
        await observer.Lost.WaitAsync(TestContext.Current.CancellationToken);
        while (Happening(Lines()[^1]) != "lost")
        {
            await Task.Delay(5, TestContext.Current.CancellationToken); // another thread of the pool writes it
        }

        Assert.Equal("BL2003", Lines()[^1].GetProperty("code").GetString());
        Assert.True(Lines()[^1].GetProperty("held").GetDouble() >= 100);
    }

    [Fact]
    public void A_journal_that_cannot_be_written_is_told_once_and_fails_nothing()
    {
        File.WriteAllText(Journal, "a file in its place");
        var observer = new RecordingObserver();
        LockOptions options = Options();
        options.Observer = observer;
        ProcessLock.Acquire(_key, options, TestContext.Current.CancellationToken).Release();
        ProcessLock.Acquire(_key, options, TestContext.Current.CancellationToken).Release();

        LockEvent trouble = Assert.Single(observer.Events, e => e is LockJournalFailed);
        Assert.Equal("BL1008", trouble.Code);
        Assert.False(trouble.IsWarning);
        Assert.Contains(Journal, trouble.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_depends_on_the_current_folder_is_not_written()
    {
        Environment.SetEnvironmentVariable(ProcessJournal.Variable, "journal " + _key);
        var observer = new RecordingObserver();
        LockOptions options = Options();
        options.Observer = observer;
        ProcessLock.Acquire(_key, options, TestContext.Current.CancellationToken).Release();

        Assert.Contains("not a full path", Assert.Single(observer.Events, e => e is LockJournalFailed).Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists("journal " + _key));
    }

    [Fact]
    public void A_full_file_is_followed_by_another_that_says_again_whose_it_is()
    {
        for (int i = 0; i < 3000; i++)
        {
            Pair();
        }

        string[] files = Files();
        Assert.InRange(files.Length, 2, 4);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, JournalFolder.MaxFileBytes + 4096));
        Assert.All(files, file => Assert.Contains("\"event\":\"process\"", File.ReadLines(file).First(), StringComparison.Ordinal));
        Assert.Equal(6000, Lines().Count(line => Happening(line) is "took" or "released"));
    }

    [Fact]
    public void A_file_that_somebody_removed_is_begun_again()
    {
        Pair();
        Directory.Delete(Journal, recursive: true);
        Pair();
        Assert.Equal(["process", "took", "released"], Lines().Select(Happening));
    }

    private string[] Files() => Directory.GetFiles(Journal, "*" + JournalFolder.Extension).Order(StringComparer.Ordinal).ToArray();

    private static string? Happening(JsonElement line) => line.GetProperty("event").GetString();

    private List<JsonElement> Lines()
        => Files().SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement).ToList();

    private void Pair() => ProcessLock.Acquire(_key, Options(), TestContext.Current.CancellationToken).Release();

    private static LockOptions Options() => new() { Engine = "none", Description = "the test" };

    private sealed class TaskObserver : ILockObserver
    {
        private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Lost => _lost.Task;

        public void Report(LockEvent lockEvent)
        {
            if (lockEvent is LockLost)
            {
                _lost.TrySetResult();
            }
        }
    }
}
