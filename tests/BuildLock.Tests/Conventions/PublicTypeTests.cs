using System;
using System.Linq;
using System.Reflection;
using Xunit;

namespace BuildLock.Tests.Conventions;

public sealed class PublicTypeTests
{
    private static readonly Type[] Public = typeof(ProcessLock).Assembly.GetExportedTypes();

    /// <summary>Opening a type later breaks nobody, closing it does.</summary>
    [Fact]
    public void Nobody_derives_by_accident()
        => Assert.Empty(Public.Where(t => t.IsClass && !t.IsSealed && !t.IsAbstract).Select(t => t.FullName));

    [Fact]
    public void Abstract_types_are_closed_to_other_assemblies()
        => Assert.Empty(Public.Where(t => t is { IsAbstract: true, IsSealed: false, IsInterface: false })
            .SelectMany(t => t.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(c => c.IsPublic || c.IsFamily || c.IsFamilyOrAssembly)
            .Select(c => c.DeclaringType!.FullName));

    [Fact]
    public void All_live_in_one_namespace() => Assert.All(Public, t => Assert.Equal("BuildLock", t.Namespace));

    [Fact]
    public void No_field_is_public_but_constants()
        => Assert.Empty(Public.Where(t => !t.IsEnum).SelectMany(t => t.GetFields()).Where(f => !f.IsLiteral).Select(f => f.DeclaringType + "." + f.Name));

    [Fact]
    public void Errors_have_one_base_with_code_and_remedy()
        => Assert.All(Public.Where(t => t.IsAssignableTo(typeof(Exception))), t => Assert.True(t.IsAssignableTo(typeof(LockException)), t.FullName));

    [Fact]
    public void The_core_needs_nothing_but_the_framework()
        => Assert.All(
            typeof(ProcessLock).Assembly.GetReferencedAssemblies(),
            a => Assert.True(a.Name is "netstandard" or "mscorlib" || a.Name!.StartsWith("System.", StringComparison.Ordinal) || a.Name == "Microsoft.Win32.Primitives", a.Name));
}
