using System;

namespace Microsoft.Build.Framework;

/// <summary>Tells a multi-threaded MSBuild (<c>-mt</c>) that a task may share its process with others.</summary>
/// <remarks>MSBuild recognises it by its full name, so that a task compiled against an older framework can carry it
/// (dotnet/msbuild, documentation/specs/multithreading/thread-safe-tasks.md). Every task of this package has it: one without
/// would run in another process and not see the locks that the others hold.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute
{
}
