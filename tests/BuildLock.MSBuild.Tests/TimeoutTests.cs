using System;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>What a wait that ends in vain is.</summary>
public sealed class TimeoutTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("timeout");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Zero_tries_once()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        BuildResult result = Acquires("Timeout='0'").Run();
        Assert.Contains("at once, as Timeout is 0", result.AssertOneError("BL2001"), StringComparison.Ordinal);
        Assert.Empty(result.Messages);
        Assert.Empty(AcquireOutputs.AllOf(result));
    }

    [Theory]
    [InlineData("OnTimeout='warn'", "BL2001")]
    [InlineData("OnTimeout=' Warn '", "BL2001")]
    [InlineData("OnTimeout='continue'", "")]
    public void A_project_may_go_on_without_the_lock(string onTimeout, string warning)
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        BuildResult result = Acquires("Timeout='0' " + onTimeout).RunWell();
        Assert.Equal(warning.Length == 0 ? [] : [warning], result.Warnings);
        AcquireOutputs outputs = Assert.Single(AcquireOutputs.AllOf(result));
        Assert.Equal(("False", "None", string.Empty), (outputs.Acquired, outputs.PreviousOutcome, outputs.FencingToken));
    }

    /// <summary>A project need not ask before it releases whether it had the lock.</summary>
    [Theory]
    [InlineData("warn", "BL2001")]
    [InlineData("continue", "")]
    public void Releasing_what_the_project_went_on_without_is_no_mistake(string onTimeout, string warning)
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        BuildResult result = UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}'") { Settings = $"Timeout='0' OnTimeout='{onTimeout}'" }).RunWell();
        Assert.Equal(warning.Length == 0 ? [] : [warning], result.Warnings);
        held.Finish().AssertSuccess();

        // And it is one again where the lock was had since.
        Assert.Equal(["BL1006"], UserProject.Plain(_folder, "twice", new LockedTarget($"Key='{_key}'") { After = LockedTarget.Release($"Key='{_key}'") }).RunWell().Warnings);
    }

    [Fact]
    public void The_property_decides_where_the_task_does_not()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        Acquires("Timeout='0'").Given("-p:ProcessLockOnTimeout=continue").RunWell();
        UserProject.Plain(_folder, "strict", $"<Target Name='Build'>{LockedTarget.Acquire($"Key='{_key}' Timeout='0' OnTimeout='error'")}</Target>").Given("-p:ProcessLockOnTimeout=continue").Run().AssertOneError("BL2001");
    }

    [Fact]
    public void Only_a_wait_in_vain_is_forgiven()
        => UserProject.Plain(_folder, "nonsense", $"<Target Name='Build'>{LockedTarget.Acquire($"Key='{_key}' Engine='lockdri' OnTimeout='continue'")}</Target>").Run().AssertOneError("BL3002");

    /// <summary>Both outputs say what they say of any wait.</summary>
    [Theory]
    [InlineData("OnTimeout='warn'")]
    [InlineData("ContinueOnError='true'")]
    public void The_outputs_tell_of_a_wait_in_vain(string forgiven)
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        BuildResult result = Acquires($"Timeout='300ms' {forgiven}").RunWell();

        Assert.Equal(["BL2001"], result.Warnings);
        AcquireOutputs outputs = Assert.Single(AcquireOutputs.AllOf(result));
        Assert.Equal(("False", "True"), (outputs.Acquired, outputs.Waited));
        Assert.InRange(outputs.Milliseconds, 300, 60_000);
    }

    /// <summary>Fault 30: nobody can know that it will never end, so a deadline ends it, and says who is in the way.</summary>
    [Fact]
    public void Two_builds_that_take_two_locks_in_opposite_order_come_apart_at_the_deadline()
    {
        string other = _key + " too";
        var first = new Gate(_folder, "first");
        var second = new Gate(_folder, "second");
        UserProject Takes(string name, string one, Gate between, string two, string timeout) => UserProject.Plain(
            _folder,
            name,
            $"<Target Name='Build'>{LockedTarget.Acquire($"Key='{one}'")}{between.Task}{LockedTarget.Acquire($"Key='{two}' Timeout='{timeout}'")}{LockedTarget.Release($"Key='{two}'")}{LockedTarget.Release($"Key='{one}'")}</Target>");

        using Build a = Takes("a", _key, first, other, "2s").Start();
        using Build b = Takes("b", other, second, _key, "60s").Start();
        first.WaitUntilReached(1, a);
        second.WaitUntilReached(1, b);
        first.Open();
        second.Open();

        string error = a.WaitForEnd().AssertOneError("BL2001");
        Assert.Contains($"pid {b.ProcessId},", error, StringComparison.Ordinal);
        BuildResult went = b.WaitForEnd();
        went.AssertSuccess();
        Assert.All(AcquireOutputs.AllOf(went), outputs => Assert.True(outputs.Held));
    }

    private UserProject Acquires(string settings) => UserProject.Plain(_folder, "tries", $"<Target Name='Build'>{LockedTarget.Acquire($"Key='{_key}' {settings}")}</Target>");
}
