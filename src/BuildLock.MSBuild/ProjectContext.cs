using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BuildLock.MSBuild;

/// <summary>What the lock tasks know of the project that runs them: which one it is, and its <c>ProcessLock…</c> properties.</summary>
internal sealed class ProjectContext
{
    private static readonly IReadOnlyDictionary<string, string> NoProperties = new Dictionary<string, string>(StringComparer.Ordinal);

    // Its own for each load of this assembly, as that of HeldLocks.
    private static readonly string RegistryKey = "BuildLock.ProjectContext/" + Guid.NewGuid().ToString("N") + "/";

    private readonly string _file;
    private readonly IReadOnlyDictionary<string, string> _properties;

    private ProjectContext(string owner, string file, IReadOnlyDictionary<string, string> properties)
    {
        Owner = owner;
        _file = file;
        _properties = properties;
    }

    /// <summary>The same text for all tasks of one project with one set of global properties, in one build and process.</summary>
    public string Owner { get; }

    /// <summary><c>$(TargetFramework)</c>.</summary>
    public string TargetFramework { get; private init; } = string.Empty;

    /// <summary>Whether the build has one node and nothing else runs in it while a task of this project waits.</summary>
    public bool IsOnlyNode { get; private init; }

    /// <summary>Whether an editor builds the project to know it, and must not be made to wait.</summary>
    public bool IsDesignTime { get; private init; }

    public static ProjectContext Of(Task task)
    {
        string owner = OwnerOf(task);
        return BuildObjects.Find(task.BuildEngine, RegistryKey + owner) as ProjectContext
            ?? new ProjectContext(owner, task.BuildEngine.ProjectFileOfTaskNode, NoProperties);
    }

    /// <returns>What MSBuild numbers the project with its global properties by, or <see langword="null"/> in a task host.</returns>
    public static int? Register(ReadProcessLockSettings task, IReadOnlyDictionary<string, string> properties)
    {
        int? configuration = ConfigurationOf(task);
        string owner = OwnerOf(task, configuration);
        BuildObjects.GetOrAdd(task.BuildEngine, RegistryKey + owner, () => new ProjectContext(owner, task.Project, properties)
        {
            TargetFramework = task.TargetFramework ?? string.Empty,
            IsOnlyNode = task.NodeCount == "1" && !IsSchedulerLoosened,
            IsDesignTime = IsTrue(task.DesignTimeBuild) || IsTrue(task.SkipCompilerExecution),
        });
        return configuration;
    }

    /// <summary>Whether MSBuild restores the project: a run before that of the build, with global properties of its own.</summary>
    public static bool IsRestoring(IBuildEngine engine)
        => engine is IBuildEngine6 { } engine6 && engine6.GetGlobalProperties().TryGetValue("MSBuildIsRestoring", out string? value) && IsTrue(value);

    public static bool IsTrue(string? text) => string.Equals(text?.Trim(), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of <c>$(ProcessLock…)</c>; empty when not set.</summary>
    public string Property(string setting) => _properties.TryGetValue(setting, out string? value) ? value : string.Empty;

    /// <summary>Relative to the project, whatever the process's current directory is: with -mt, and while a task yields,
    /// it is another project's.</summary>
    public string FullPath(string path)
        => Path.IsPathRooted(path) || Path.GetDirectoryName(_file) is not { Length: > 0 } directory ? path : Path.Combine(directory, path);

    /// <summary>What waiters read: <c>project App.csproj (net10.0), target RestoreTools, in /home/alice/src/App</c>. The
    /// directory, since a build node and the server say of themselves only that they are MSBuild.</summary>
    public string Describe(IBuildEngine engine)
    {
        string text = "project " + Path.GetFileName(_file);
        if (TargetFramework.Length > 0)
        {
            text += $" ({TargetFramework})";
        }

        if (TargetName.At(engine.ProjectFileOfTaskNode, engine.LineNumberOfTaskNode, engine.ColumnNumberOfTaskNode) is { } target)
        {
            text += ", target " + target;
        }

        return Path.GetDirectoryName(_file) is { Length: > 0 } directory ? text + ", in " + directory : text;
    }

    // Known switches of MSBuild's scheduler by which other projects run on a single node while a task waits.
    private static bool IsSchedulerLoosened
        => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MSBUILDSCHEDULINGUNLIMITED")) || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MSBUILDNODELIMITOFFSET"));

    // MSBuild gives a task no name for its project. It does stamp every message it logs with the id of the project
    // instance: the configuration, the same for all targets of a project and another one for other global properties.
    // Task hosts stamp nothing.
    private static int? ConfigurationOf(Task task)
    {
        var message = new BuildMessageEventArgs("Looking at process locks.", helpKeyword: null, senderName: task.GetType().Name, MessageImportance.Low);
        task.BuildEngine.LogMessageEvent(message);
        return message.BuildEventContext is { ProjectInstanceId: > 0 } context ? context.ProjectInstanceId : null;
    }

    private static string OwnerOf(Task task) => OwnerOf(task, ConfigurationOf(task));

    // In task hosts the folder of the project, which is the current one of such a process, the file of the task and the global
    // properties have to do.
    private static string OwnerOf(Task task, int? configuration)
    {
        if (configuration is { } number)
        {
            return "instance " + number.ToString(CultureInfo.InvariantCulture);
        }

        var global = new List<string>();
        foreach (KeyValuePair<string, string> property in ((IBuildEngine6)task.BuildEngine).GetGlobalProperties())
        {
            global.Add(property.Key + "=" + property.Value);
        }

        global.Sort(StringComparer.OrdinalIgnoreCase);
#pragma warning disable RS0030 // A task host runs one task at a time, in its project's folder.
        string folder = Environment.CurrentDirectory;
#pragma warning restore RS0030
        return "folder " + folder + "\nfile " + task.BuildEngine.ProjectFileOfTaskNode + "\n" + string.Join("\n", global);
    }
}
