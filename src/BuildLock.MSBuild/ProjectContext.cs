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
    public static readonly ProjectContext Unknown = new(string.Empty, string.Empty, string.Empty, new Dictionary<string, string>(StringComparer.Ordinal));

    // Its own for each load of this assembly, as that of HeldLocks.
    private static readonly string RegistryKey = "BuildLock.ProjectContext/" + Guid.NewGuid().ToString("N") + "/";

    private readonly string _file;
    private readonly string _targetFramework;
    private readonly IReadOnlyDictionary<string, string> _properties;

    private ProjectContext(string owner, string file, string targetFramework, IReadOnlyDictionary<string, string> properties)
    {
        Owner = owner;
        _file = file;
        _targetFramework = targetFramework;
        _properties = properties;
    }

    /// <summary>The same text for all tasks of one project with one set of global properties, in one build and process.</summary>
    public string Owner { get; }

    public static ProjectContext Of(Task task)
    {
        string owner = OwnerOf(task);
        return BuildObjects.Find(task.BuildEngine, RegistryKey + owner) as ProjectContext
            ?? new ProjectContext(owner, task.BuildEngine.ProjectFileOfTaskNode, string.Empty, Unknown._properties);
    }

    public static void Register(Task task, string file, string targetFramework, IReadOnlyDictionary<string, string> properties)
    {
        string owner = OwnerOf(task);
        BuildObjects.GetOrAdd(task.BuildEngine, RegistryKey + owner, () => new ProjectContext(owner, file, targetFramework, properties) { ProjectPath = file });
    }

    /// <summary>The project's path, or <see langword="null"/> where <see cref="ReadProcessLockSettings"/> has not told it.</summary>
    public string? ProjectPath { get; private init; }

    /// <summary>The value of <c>$(ProcessLock…)</c>; empty when not set.</summary>
    public string Property(string setting) => _properties.TryGetValue(setting, out string? value) ? value : string.Empty;

    /// <summary>Relative to the project, whatever the process's current directory is: with -mt, and while a task yields,
    /// it is another project's.</summary>
    public string FullPath(string path)
        => Path.IsPathRooted(path) || Path.GetDirectoryName(_file) is not { Length: > 0 } directory ? path : Path.Combine(directory, path);

    /// <summary>What waiters read: <c>project App.csproj (net10.0), target RestoreTools</c>.</summary>
    public string Describe(IBuildEngine engine)
    {
        string text = "project " + Path.GetFileName(_file);
        if (_targetFramework.Length > 0)
        {
            text += $" ({_targetFramework})";
        }

        return TargetName.At(engine.ProjectFileOfTaskNode, engine.LineNumberOfTaskNode) is { } target ? text + ", target " + target : text;
    }

    // MSBuild gives a task no name for its project. It does stamp every message it logs with the id of the project
    // instance: the configuration, the same for all targets of a project and another one for other global properties.
    // Task hosts stamp nothing; there the folder of the project, which is the current one of such a process, the file of the
    // task and the global properties have to do.
    private static string OwnerOf(Task task)
    {
        var message = new BuildMessageEventArgs("Looking at process locks.", helpKeyword: null, senderName: task.GetType().Name, MessageImportance.Low);
        task.BuildEngine.LogMessageEvent(message);
        if (message.BuildEventContext is { ProjectInstanceId: > 0 } context)
        {
            return "instance " + context.ProjectInstanceId.ToString(CultureInfo.InvariantCulture);
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
