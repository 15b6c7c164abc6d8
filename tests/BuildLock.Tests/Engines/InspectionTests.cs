using System;
using System.Diagnostics;
using System.Linq;
using BuildLock.Engines;
using BuildLock.Engines.Inspection;
using BuildLock.Identity;
using BuildLock.Keys;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>Locks seen from outside.</summary>
public sealed class InspectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _key = "inspected " + Guid.NewGuid().ToString("N");

    public static TheoryData<string> Engines { get; } = new(LockEngines.All.Select(engine => engine.Name).Where(name => name != "none"));

    public static TheoryData<string> Directories { get; } = ["lockdir", "lockfile"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public void Free_held_and_free_again(string engine)
    {
        LockRequest request = Request(engine);
        Assert.Equal(SightState.Free, request.Engine.Inspector.Find(request).State);
        using (LockHandle handle = ProcessLock.TryAcquire(_key, Options(engine))!)
        {
            LockSight sight = FindAnswered(request);
            Assert.Equal((SightState.Held, handle.Holder.Id, _key, "spaced", "User", request.Id.ToString()), (sight.State, sight.Holder!.Id, sight.Key, sight.Namespace, sight.Scope, sight.LockId));
            Assert.Contains(request.Engine.Inspector.FindAll([_folder.FullPath]), one => one.LockId == sight.LockId && one.State == SightState.Held);
        }

        Assert.Equal(SightState.Free, request.Engine.Inspector.Find(request).State);
    }

    // The holder is this process, whose thread pool other tests fill: it may be slow to answer, and is unknown until it does.
    private static LockSight FindAnswered(LockRequest request)
    {
        LockSight sight = request.Engine.Inspector.Find(request);
        for (var watch = Stopwatch.StartNew(); sight.State == SightState.Mute && watch.Elapsed < TimeSpan.FromSeconds(30);)
        {
            sight = request.Engine.Inspector.Find(request);
        }

        return sight;
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Looking_takes_nothing(string engine)
    {
        LockRequest request = Request(engine);
        ProcessLock.TryAcquire(_key, Options(engine))!.Release();
        request.Engine.Inspector.Find(request);
        request.Engine.Inspector.FindAll([_folder.FullPath]);

        using LockHandle? next = ProcessLock.TryAcquire(_key, Options(engine));
        Assert.NotNull(next);
        Assert.True(engine is "port-quorum" || next.PreviousOutcome == PreviousOutcome.Released);
    }

    [Theory]
    [MemberData(nameof(Directories))]
    public void A_dead_holder_is_abandoned(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath);
        forged.AddDeadHolder(1);
        Assert.Equal(SightState.Abandoned, forged.Request.Engine.Inspector.Find(forged.Request).State);
    }

    [Theory]
    [MemberData(nameof(Directories))]
    public void A_holder_elsewhere_is_held_until_it_has_been_silent_for_its_time(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath);
        forged.AddInvisibleHolder(1);
        Assert.Equal(SightState.Held, forged.Request.Engine.Inspector.Find(forged.Request).State);

        System.IO.File.SetLastWriteTimeUtc(forged.HolderFile(1), DateTime.UtcNow - TimeSpan.FromMinutes(2));
        LockSight sight = forged.Request.Engine.Inspector.Find(forged.Request);
        Assert.Equal((SightState.Silent, "0badcafe"), (sight.State, sight.Holder!.Id));
        Assert.InRange(sight.Holder.LastSign!.Value, TimeSpan.FromSeconds(115), TimeSpan.FromSeconds(180));
    }

    [Theory]
    [MemberData(nameof(Directories))]
    public void A_holder_whose_text_is_broken_is_unknown_not_free(string engine)
    {
        var forged = new ForgedLock(engine, _folder.FullPath);
        forged.Add(1, "half a wo");
        LockSight sight = forged.Request.Engine.Inspector.Find(forged.Request);
        Assert.Equal((SightState.Held, null), (sight.State, sight.Holder));
    }

    [Fact]
    public void What_is_no_lock_is_passed_over()
    {
        System.IO.Directory.CreateDirectory(System.IO.Path.Combine(_folder.FullPath, "lockdir-1-notes"));
        System.IO.File.WriteAllText(System.IO.Path.Combine(_folder.FullPath, "oslock-1-" + new string('g', 32)), "text");
        Assert.DoesNotContain(LockInspection.FindAll([_folder.FullPath]), sight => sight.Place.StartsWith(_folder.FullPath, StringComparison.Ordinal));
    }

    [Fact]
    public void An_id_is_read_as_it_is_written()
    {
        LockId id = Request("none").Id;
        Assert.True(LockId.TryParse(id.ToString(), out LockId read));
        Assert.Equal(id, read);
        Assert.False(LockId.TryParse("0123", out _));
        Assert.False(LockId.TryParse(new string('z', 32), out _));
    }

    [Fact]
    public void A_waiter_says_who_it_is_and_ends_what_it_says()
    {
        ProcessIdentity read = HolderText.ReadWaiter(HolderText.ReadFields(HolderText.OfWaiter(DateTimeOffset.UtcNow))!);
        Assert.Equal((ProcessIdentity.Current.Id, ProcessIdentity.Current.Command, ProcessIdentity.Current.User), (read.Id, read.Command, read.User));
    }

    private LockOptions Options(string engine)
        => new() { Engine = engine, LockDirectory = engine == "port-quorum" ? null : _folder.FullPath, Namespace = "spaced", Scope = LockScope.User };

    private LockRequest Request(string engine) => LockRequest.Create(LockKey.Named(_key), Options(engine));
}
