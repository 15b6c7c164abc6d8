using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using BuildLock.Engines;
using BuildLock.Engines.State;

namespace BuildLock.Cli;

/// <summary>Where to look for locks besides the places of this machine.</summary>
internal sealed class PlaceArguments
{
    private readonly Option<string[]> _directories = new("--lock-directory")
    {
        Description = "Look in this lock directory. May be given several times.",
        HelpName = "DIR",
    };

    private readonly Option<string[]> _folders = new("--folder")
    {
        Description = "Look at the locks of this folder, which lie beside it. May be given several times.",
        HelpName = "DIR",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_directories);
        command.Options.Add(_folders);
    }

    /// <exception cref="LockSettingException">One of them is not there.</exception>
    public IReadOnlyList<string> Read(ParseResult parsed)
    {
        var places = new List<string>();
        foreach (string directory in parsed.GetValue(_directories) ?? [])
        {
            places.Add(Directory.Exists(directory)
                ? Path.GetFullPath(directory)
                : throw LockSettingException.ForSetting("--lock-directory", directory, "There is no such directory: nobody has locked anything there, or it is not mounted."));
        }

        foreach (string folder in parsed.GetValue(_folders) ?? [])
        {
            places.Add(StateRoot.PathFor(LockRequest.Create(LockKey.ForFolder(folder), new LockOptions { Engine = LockEngines.DefaultForFolders.Name })));
        }

        // Set for every program of this build, so it may name what nobody has used yet.
        if (Environment.GetEnvironmentVariable("BUILDLOCK_LOCK_DIRECTORY") is { Length: > 0 } usual)
        {
            places.Add(Path.GetFullPath(usual));
        }

        return places.Distinct(StringComparer.Ordinal).ToList();
    }
}
