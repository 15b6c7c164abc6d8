using System;

namespace BuildLock.MSBuild;

/// <summary>How a project names a lock that it holds, and releases it by.</summary>
/// <param name="Owner">The project with its global properties: what MSBuild builds as one.</param>
/// <param name="Key">What is locked.</param>
/// <param name="Namespace">The namespace, of the project or else of the environment.</param>
internal sealed record HeldName(string Owner, LockKey Key, string Namespace)
{
    public static HeldName Of(ProjectContext project, LockKey key, LockOptions options)
        => new(project.Owner, key, NamespaceOf(options));

    /// <summary>The namespace that counts: the project's, else the environment's.</summary>
    public static string NamespaceOf(LockOptions options) => options.Namespace ?? Variable("NAMESPACE");

    /// <summary>The settings that make another lock of the same name, as they count: engine, directory and scope.</summary>
    public static string IdentityOf(LockKey key, LockOptions options)
    {
        string directory = options.LockDirectory ?? Variable("LOCK_DIRECTORY");
        string engine = options.Engine ?? Variable("ENGINE");
        engine = (engine.Length > 0 ? engine : key.IsPath || directory.Length > 0 ? "lockdir" : "port-quorum").Trim().ToUpperInvariant();
        string scope = options.Scope?.ToString() ?? Variable("SCOPE");
        scope = scope.Length > 0 ? scope.ToUpperInvariant() : nameof(LockScope.Machine).ToUpperInvariant();

        // As it is written: where names of folders differ in case alone they are two.
        return string.Join("|", engine, scope, engine == "PORT-QUORUM" ? string.Empty : directory);
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable("BUILDLOCK_" + name) ?? string.Empty;
}
