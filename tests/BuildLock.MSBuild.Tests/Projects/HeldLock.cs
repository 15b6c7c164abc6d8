using System;
using BuildLock.MSBuild.Tests.Builds;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>A build that has the lock and keeps it until the test lets it go on.</summary>
internal sealed class HeldLock : IDisposable
{
    private readonly Gate _gate;

    private HeldLock(Build build, Gate gate)
    {
        Build = build;
        _gate = gate;
    }

    public Build Build { get; }

    public static HeldLock By(UserProject project, Gate gate)
    {
        Build build = project.Start();
        try
        {
            gate.WaitUntilReached(1, build);
            return new HeldLock(build, gate);
        }
        catch
        {
            build.Dispose();
            throw;
        }
    }

    /// <summary>Takes the lock with a project <c>holder.proj</c>, and does nothing else.</summary>
    /// <param name="attributes">Which lock.</param>
    /// <param name="settings">Attributes that only acquiring takes.</param>
    public static HeldLock Of(TestFolder folder, string attributes, string settings = "")
    {
        var gate = new Gate(folder, "held");
        return By(UserProject.Plain(folder, "holder", new LockedTarget(attributes) { Name = "Hold", Hook = "BeforeTargets='Build'", Settings = settings, Inside = gate.Task }, "<Target Name='Build' />"), gate);
    }

    public void LetGo() => _gate.Open();

    /// <summary>Lets the build go on and waits for its end.</summary>
    public BuildResult Finish()
    {
        LetGo();
        return Build.WaitForEnd();
    }

    public void Dispose() => Build.Dispose();
}
