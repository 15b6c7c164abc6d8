using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>One folder at a second path, until it is disposed.</summary>
internal sealed class BindMount : IDisposable
{
    private readonly string _path;

    public BindMount(string folder, string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root may mount.");
        _path = Directory.CreateDirectory(path).FullName;
        Assert.SkipUnless(Run("mount", "--bind", folder, _path), "Mounting is not possible here.");
    }

    public void Dispose() => Assert.True(Run("umount", _path), $"'{_path}' is still mounted.");

    private static bool Run(params string[] command)
    {
        using Process process = Process.Start(command[0], command[1..]);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
