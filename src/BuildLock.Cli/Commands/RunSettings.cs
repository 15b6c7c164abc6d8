using System;
using BuildLock.Cli.Screen;

namespace BuildLock.Cli.Commands;

/// <summary>What <c>run</c> alone can be told.</summary>
/// <param name="ConflictCode">The exit code when the lock cannot be had in time.</param>
/// <param name="EndsWhenLost">Whether the command is ended when the lock is lost.</param>
/// <param name="Grace">How long it then has.</param>
/// <param name="Verbosity">How much to say.</param>
internal sealed record RunSettings(int ConflictCode, bool EndsWhenLost, TimeSpan Grace, Verbosity Verbosity);
