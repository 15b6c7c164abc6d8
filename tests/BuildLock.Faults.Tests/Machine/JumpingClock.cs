using System;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>A time of day that the test moves, for children alone: a library in front of the C library's clock. The time
/// since boot is left as it is, as it is when a real clock is set.</summary>
internal sealed class JumpingClock : IDisposable
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <time.h>

        static volatile long long *jump;

        __attribute__((constructor)) static void look(void)
        {
            int file = open(getenv("CLOCK_JUMP"), O_RDONLY);
            void *seen = mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
            if (seen != MAP_FAILED) jump = seen;
        }

        int clock_gettime(clockid_t clock, struct timespec *now)
        {
            static int (*real)(clockid_t, struct timespec *);
            if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
            int result = real(clock, now);
            if (clock == CLOCK_REALTIME && jump) now->tv_sec += *jump;
            return result;
        }
        """;

    private readonly FileStream _jump;
    private readonly string _library;

    public JumpingClock(string folder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs a library that is loaded before the C library.");
        _library = Path.Combine(folder, "clock.so");
        string source = Path.Combine(folder, "clock.c");
        File.WriteAllText(source, Source);
        try
        {
            using Process compiler = Process.Start("cc", ["-shared", "-fPIC", "-o", _library, source, "-ldl"]);
            compiler.WaitForExit();
            Assert.SkipUnless(compiler.ExitCode == 0, "The clock's library cannot be compiled here.");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Assert.Skip("No C compiler here: " + e.Message);
        }

        _jump = new FileStream(Path.Combine(folder, "jump"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        Jump(TimeSpan.Zero);
    }

    public Launch Applied(Launch launch) => launch.WithVariable("LD_PRELOAD", _library).WithVariable("CLOCK_JUMP", _jump.Name);

    public void Jump(TimeSpan by)
    {
        _jump.Position = 0;
        _jump.Write(BitConverter.GetBytes((long)by.TotalSeconds));
        _jump.Flush();
    }

    public void Dispose() => _jump.Dispose();
}
