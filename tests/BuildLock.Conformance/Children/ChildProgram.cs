using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace BuildLock.Conformance.Children;

/// <summary>Where the built child program lies.</summary>
public static class ChildProgram
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        string root = typeof(ChildProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

        // Built together with the tests, so in the same configuration: bin/<Configuration>/net10.0/.
        string own = AppContext.BaseDirectory.TrimEnd(System.IO.Path.DirectorySeparatorChar);
        string framework = System.IO.Path.GetFileName(own);
        string configuration = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(own)!);
        string program = System.IO.Path.Combine(root, "tests", "BuildLock.TestProcess", "bin", configuration, framework, "BuildLock.TestProcess.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException($"Build tests/BuildLock.TestProcess first: there is no {program}");
    }
}
