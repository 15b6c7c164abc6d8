using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace BuildLock.Tests.Conventions;

/// <summary>The repository's own files, as the project file says where they are.</summary>
internal static class SourceTree
{
    public static readonly string Root = typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    public static string Core => Path.Combine(Root, "src", "BuildLock");

    /// <summary>C# files below a folder of the repository, without what a build made.</summary>
    public static IReadOnlyList<string> Files(string folder)
    {
        string[] files = Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !Relative(f).Split('/').Any(part => part is "bin" or "obj"))
            .ToArray();
        return files.Length > 0 ? files : throw new InvalidOperationException($"No source below {folder}: nothing would be tested.");
    }

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    /// <summary>A file's code without its comments, in which anything may be mentioned.</summary>
    public static string Code(string file) => string.Join('\n', File.ReadLines(file).Select(WithoutComment));

    private static string WithoutComment(string line)
    {
        // Not after a colon: that is an address in a string.
        int comment = line.IndexOf("//", StringComparison.Ordinal);
        return comment < 0 || (comment > 0 && line[comment - 1] == ':') ? line : line[..comment];
    }
}
