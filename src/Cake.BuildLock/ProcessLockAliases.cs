using System;
using BuildLock;
using Cake.Core;
using Cake.Core.Annotations;

namespace Cake.BuildLock;

/// <summary>
/// <para>Locks that keep builds from doing the same thing at the same time.</para>
/// <para>
/// In order to use the commands for this addin, include the following in your build.cake file to download and reference it
/// from NuGet.org, or specify the version that you want:
/// <code>
/// #addin nuget:?package=Cake.BuildLock
/// </code>
/// </para>
/// </summary>
[CakeAliasCategory("Process Lock")]
[CakeNamespaceImport("BuildLock")]
[CakeNamespaceImport("Cake.BuildLock")]
public static class ProcessLockAliases
{
    /// <summary>Takes a lock for a block of code, and waits for it while another build has it.</summary>
    /// <remarks>A lock that is not disposed is held until the script ends.</remarks>
    /// <param name="context">The context.</param>
    /// <param name="key">What to lock: a name of 1 to 1,024 characters, compared ordinally.</param>
    /// <param name="settings">The settings, or <see langword="null"/> for those of arguments, environment and defaults.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="LockException">The lock could not be had. The message starts with the code.</exception>
    /// <example>
    /// <code>
    /// using (ProcessLock("nuget-cache"))
    /// {
    ///     DotNetRestore("./src/App.sln");
    /// }
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static LockHandle ProcessLock(this ICakeContext context, string key, ProcessLockSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ScriptLocks.Held.Take(ScriptLocks.Read(context, key, settings, "script"));
    }

    /// <summary>Takes a lock on a folder for a block of code, and waits for it while another build has it.</summary>
    /// <param name="context">The context.</param>
    /// <param name="settings">The settings, with <see cref="ProcessLockSettings.Folder"/>.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="LockException">The lock could not be had. The message starts with the code.</exception>
    /// <example>
    /// <code>
    /// using (ProcessLock(new ProcessLockSettings { Folder = "./artifacts" }))
    /// {
    ///     CleanDirectory("./artifacts");
    /// }
    /// </code>
    /// </example>
    [CakeMethodAlias]
    public static LockHandle ProcessLock(this ICakeContext context, ProcessLockSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        return ScriptLocks.Held.Take(ScriptLocks.Read(context, key: null, settings, "script"));
    }
}
