using System;
using System.Collections.Generic;
using System.IO;

namespace Nuke.Common;

/// <summary>Not in NUKE: what a test gives a build, and where it sees the log.</summary>
public static class TestHost
{
    public static TextWriter Output { get; set; } = Console.Out;

    public static IReadOnlyList<string> Arguments { get; set; } = Environment.GetCommandLineArgs()[1..];
}
