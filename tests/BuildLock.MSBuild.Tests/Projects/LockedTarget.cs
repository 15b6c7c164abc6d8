namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>A target that takes a lock, tells what the task said, works, and releases.</summary>
internal sealed record LockedTarget(string Lock)
{
    public string Name { get; init; } = "Build";

    /// <summary>Attributes of the target.</summary>
    public string Hook { get; init; } = string.Empty;

    /// <summary>Attributes that only acquiring takes, such as a time-out.</summary>
    public string Settings { get; init; } = string.Empty;

    public string Before { get; init; } = string.Empty;

    public string Inside { get; init; } = string.Empty;

    public bool Releases { get; init; } = true;

    public string After { get; init; } = string.Empty;

    public static string Acquire(string attributes) => $"""
        <AcquireProcessLock {attributes}>
          <Output TaskParameter="Acquired" PropertyName="LockAcquired" />
          <Output TaskParameter="Waited" PropertyName="LockWaited" />
          <Output TaskParameter="WaitedMilliseconds" PropertyName="LockWaitedMilliseconds" />
          <Output TaskParameter="PreviousOutcome" PropertyName="LockPreviousOutcome" />
          <Output TaskParameter="FencingToken" PropertyName="LockFencingToken" />
        </AcquireProcessLock>
        <Message Importance="high" Text="{AcquireOutputs.Line}" />
        """;

    public static string Release(string attributes) => $"<ReleaseProcessLock {attributes} />";

    public override string ToString() => $"""
        <Target Name="{Name}" {Hook}>
          {Before}
          {Acquire(Lock + " " + Settings)}
          {Inside}
          {(Releases ? Release(Lock) : string.Empty)}
          {After}
        </Target>
        """;
}
