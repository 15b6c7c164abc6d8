using System;
using System.Linq;
using System.Reflection;
using BuildLock.Engines;
using Xunit;

namespace BuildLock.Tests.Conventions;

/// <summary>An engine without its conformance class would be an engine that nobody tests.</summary>
public sealed class EngineTestTests
{
    public static TheoryData<string> Engines => new(LockEngines.All.Select(e => e.Name));

    [Theory]
    [MemberData(nameof(Engines))]
    public void Every_engine_runs_the_conformance_suite(string engine)
    {
        Type[] suites = typeof(EngineTestTests).Assembly.GetTypes().Where(t => !t.IsAbstract && SuiteOf(t) is not null).ToArray();

        Assert.Contains(engine, suites.Select(EngineOf));
    }

    [Fact]
    public void No_two_engines_share_a_name() => Assert.Distinct(LockEngines.All.Select(e => e.Name), StringComparer.OrdinalIgnoreCase);

    private static Type? SuiteOf(Type type)
    {
        Type? suite = type.BaseType;
        while (suite is not null && !(suite.IsAbstract && suite.Assembly.GetName().Name == "BuildLock.Conformance"))
        {
            suite = suite.BaseType;
        }

        return suite;
    }

    private static string? EngineOf(Type type)
        => (string?)type.GetProperty("Engine", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(Activator.CreateInstance(type));
}
