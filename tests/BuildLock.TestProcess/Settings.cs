using System.Collections.Generic;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>Settings as they stand in a command, under the names that every front uses.</summary>
internal static class Settings
{
    private static readonly HashSet<string> Names =
        ["Engine", "Namespace", "Timeout", "ExpireAfter", "MaxHold", "LockDirectory", "Scope", "Description"];

    public static LockOptions Read(Line command, out AnsweringObserver observer)
    {
        observer = new AnsweringObserver(command);
        var options = new LockOptions { Observer = observer };
        foreach ((string name, string value) in command.Fields)
        {
            if (Names.Contains(name))
            {
                options.Set(name, value, "the test's command");
            }
        }

        return options;
    }
}
