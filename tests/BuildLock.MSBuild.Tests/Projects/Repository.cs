using System.Linq;
using System.Reflection;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>Where this repository lies; the build writes it into the assembly.</summary>
internal static class Repository
{
    public static readonly string Root = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value!;
}
