using System;
using System.IO;
using System.Threading;
using BuildLock.Conformance.Children;
using Microsoft.Win32.SafeHandles;

namespace BuildLock.TestProcess;

/// <summary>Adds one to a number in a file, again and again, each time under the lock. Without exclusion additions get lost.</summary>
internal static class IncrementLoop
{
    public static void Run(Line command)
    {
        using SafeFileHandle file = File.OpenHandle(
            command["file"],
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete);

        int rounds = int.Parse(command["rounds"]);
        for (int i = 0; i < rounds; i++)
        {
            using LockHandle handle = ProcessLock.Acquire(command["key"], Settings.Read(command, out _));
            byte[] number = new byte[sizeof(long)];
            RandomAccess.Read(file, number, 0);
            long value = BitConverter.ToInt64(number);
            Thread.Yield(); // where there is no exclusion, another gets its chance here
            RandomAccess.Write(file, BitConverter.GetBytes(value + 1), 0);
        }

        Answers.Write(command, "done");
    }
}
