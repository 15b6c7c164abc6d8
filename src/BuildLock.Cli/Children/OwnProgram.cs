using System;
using System.IO;

namespace BuildLock.Cli.Children;

/// <summary>How to start this program once more.</summary>
internal static class OwnProgram
{
    public static string[] Command()
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The operating system does not say which program this is.");

        // As a native program or through its own launcher it is a file; otherwise 'dotnet' runs the assembly.
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [program, Path.Combine(AppContext.BaseDirectory, "BuildLock.Cli.dll")]
            : [program];
    }
}
