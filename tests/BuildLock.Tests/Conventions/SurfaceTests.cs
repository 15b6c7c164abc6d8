using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Xunit;

namespace BuildLock.Tests.Conventions;

/// <summary>Code that was compiled against one of the package's assemblies runs with the other.</summary>
public sealed class SurfaceTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Both_target_frameworks_have_the_same_public_surface()
    {
        // Its own context: both assemblies have one name.
        var context = new AssemblyLoadContext("netstandard2.0", isCollectible: true);
        Assembly older = context.LoadFromAssemblyPath(PathOfNetStandard());
        try
        {
            Assert.NotSame(typeof(ProcessLock).Assembly, older);

            string[] surface = Surface(older).ToArray();

            Assert.True(surface.Length > 100, "Hardly anything was compared.");
            Assert.Equal(surface, Surface(typeof(ProcessLock).Assembly));
        }
        finally
        {
            context.Unload();
        }
    }

    private static string PathOfNetStandard()
        => typeof(SurfaceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NetStandardCore").Value!;

    private static IEnumerable<string> Surface(Assembly assembly)
        => assembly.GetExportedTypes().SelectMany(Lines).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Lines(Type type)
    {
        // netstandard2.0 has no IAsyncDisposable: the one difference, and why LockHandle.DisposeAsync returns a Task.
        IEnumerable<string> interfaces = type.GetInterfaces().Where(i => i != typeof(IAsyncDisposable)).Select(i => i.ToString()).Order(StringComparer.Ordinal);
        yield return $"{type} {type.Attributes} : {type.BaseType} {(type.IsEnum ? string.Empty : string.Join(' ', interfaces))}";
        foreach (MemberInfo member in type.GetMembers(Declared).Where(IsVisible))
        {
            string value = member is FieldInfo { IsLiteral: true } constant ? " = " + constant.GetRawConstantValue() : string.Empty;
            string names = member is MethodBase method ? " " + string.Join(' ', method.GetParameters().Select(p => p.Name + (p.HasDefaultValue ? "=" + p.RawDefaultValue : string.Empty))) : string.Empty;
            yield return $"{type}: {member.MemberType} {member}{names}{value}";
        }
    }

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo happening => IsVisible(happening.AddMethod!),
        _ => false,
    };
}
