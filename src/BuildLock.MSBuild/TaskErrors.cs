using System;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BuildLock.MSBuild;

/// <summary>How a lock's errors come out of a task: one coded error at the task's place, no stack trace.</summary>
internal static class TaskErrors
{
    public static bool Catch(TaskLoggingHelper log, IBuildEngine engine, Func<bool> body)
    {
        try
        {
            return body();
        }
        catch (LockException e)
        {
            Error(log, engine, e.Code, e.Text);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false; // the build was cancelled and says so itself
        }
    }

    public static void Error(TaskLoggingHelper log, IBuildEngine engine, string code, string text)
        => log.LogError(subcategory: null, code, helpKeyword: null, HelpPages.LinkTo(code), engine.ProjectFileOfTaskNode, engine.LineNumberOfTaskNode, engine.ColumnNumberOfTaskNode, 0, 0, "{0}", text);

    public static void Warning(TaskLoggingHelper log, IBuildEngine engine, string code, string text)
        => log.LogWarning(subcategory: null, code, helpKeyword: null, HelpPages.LinkTo(code), engine.ProjectFileOfTaskNode, engine.LineNumberOfTaskNode, engine.ColumnNumberOfTaskNode, 0, 0, "{0}", text);
}
