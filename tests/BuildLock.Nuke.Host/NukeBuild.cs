using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Nuke.Common;

public abstract class NukeBuild : INukeBuild
{
    private List<ExecutableTarget> _plan = [];

    public static AbsolutePath RootDirectory => Argument("root") ?? Environment.CurrentDirectory;

    AbsolutePath INukeBuild.RootDirectory => RootDirectory;

    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan => _plan;

    public IReadOnlyCollection<ExecutableTarget> RunningTargets => _plan.Where(t => t.Status == ExecutionStatus.Running).ToList();

    public T? TryGetValue<T>(Expression<Func<T>> parameterExpression)
        where T : class
        => Argument(((MemberExpression)parameterExpression.Body).Member.Name) as T;

    /// <summary>Not in NUKE, where a build is made once for a process: runs one in a test.</summary>
    public int Run(params string[] targets)
    {
        ConfigureLog();
        List<ExecutableTarget> all = Executor.CreateTargets(this);
        InjectParameters(); // after the definitions, as NUKE does
        _plan = Executor.Plan(all, targets);
        try
        {
            return Executor.Execute(this, _plan, Argument("skip")?.Split('+') ?? []) ? 0 : -1;
        }
        finally
        {
            OnBuildFinished();
        }
    }

    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargets)
        where T : NukeBuild, new()
    {
        var build = new T();
        string[] named = TestHost.Arguments.TakeWhile(a => !a.StartsWith('-')).ToArray();
        return build.Run(named.Length > 0 ? named : defaultTargets.Select(t => ((MemberExpression)t.Body).Member.Name).ToArray());
    }

    protected internal virtual void OnTargetRunning(string target)
    {
    }

    protected internal virtual void OnTargetSkipped(string target)
    {
    }

    protected internal virtual void OnTargetSucceeded(string target)
    {
    }

    protected internal virtual void OnTargetFailed(string target)
    {
    }

    protected internal virtual void OnBuildFinished()
    {
    }

    // "--process-lock-timeout 2m" and "--ProcessLockTimeout 2m", as NUKE reads them, or an environment variable.
    private static string? Argument(string name)
    {
        int index = TestHost.Arguments.ToList().FindIndex(a => a.StartsWith('-') && a.Replace("-", string.Empty, StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 && index + 1 < TestHost.Arguments.Count ? TestHost.Arguments[index + 1] : Environment.GetEnvironmentVariable(name);
    }

    private static void ConfigureLog()
        => Log.Logger = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(new Sink()).CreateLogger();

    private void InjectParameters()
    {
        foreach (FieldInfo field in GetType().GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Where(f => f.IsDefined(typeof(ParameterAttribute))))
        {
            if (Argument(field.Name) is { } text)
            {
                field.SetValue(this, Convert.ChangeType(text, field.FieldType, CultureInfo.InvariantCulture));
            }
        }
    }

    private sealed class Sink : ILogEventSink
    {
        private static readonly MessageTemplateTextFormatter Format = new("[{Level:u3}] {Message:l}{NewLine}{Exception}", CultureInfo.InvariantCulture);

        public void Emit(LogEvent logEvent)
        {
            TextWriter output = TestHost.Output;
            lock (output)
            {
                Format.Format(logEvent, output);
                output.Flush();
            }
        }
    }
}
