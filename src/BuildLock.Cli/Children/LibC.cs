using System;
using System.Runtime.InteropServices;
using System.Text;

namespace BuildLock.Cli.Children;

/// <summary>The calls of the C library around a child process. Linux only; names and numbers as in its manual pages.</summary>
internal static class LibC
{
    public const int NoEntry = 2; // ENOENT
    public const int Interrupted = 4; // EINTR
    public const int AccessDenied = 13; // EACCES
    public const int NotADirectory = 20; // ENOTDIR

    /// <summary>What <see cref="StartChild"/> says when the kernel did not promise to kill the child.</summary>
    public const int StageOfPrctl = 2; // STAGE_PRCTL in Native/start_child.c

    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigQuit = 3;
    public const int SigKill = 9;
    public const int SigPipe = 13;
    public const int SigTerm = 15;
    public const int SigChld = 17;

    /// <summary>Text as the C library wants it.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text + "\0");

    /// <remarks>Fails for want of memory only, and then so does what follows.</remarks>
    public static void SetVariable(string name, string value) => _ = setenv(Bytes(name), Bytes(value), 1);

    /// <summary>Sets a signal to what the kernel does with it.</summary>
    public static void SetDefault(int signal) => LibC.signal(signal, IntPtr.Zero);

    /// <summary>Has the kernel kill this process when the thread that forked it ends.</summary>
    /// <returns>0, or the error number.</returns>
    public static int DieWithParent() => prctl(1, SigKill, 0, 0, 0) == 0 ? 0 : Marshal.GetLastPInvokeError(); // PR_SET_PDEATHSIG

    public static int Parent() => getppid();

    /// <summary>Becomes another program; returns only when that failed.</summary>
    /// <returns>The error number.</returns>
    public static int Execute(byte[][] command)
    {
        IntPtr[] argv = Vector(command);
        _ = execvp(argv[0], argv);
        return Marshal.GetLastPInvokeError();
    }

    /// <returns>The process id, or 0 and the error number.</returns>
    public static int Spawn(byte[][] command, out int error)
    {
        IntPtr[] argv = Vector(command);

        // The environment as it is, in bytes: .NET's own copy has lost what is not UTF-8. Read now, since setenv moves it.
        IntPtr environment = Marshal.ReadIntPtr(NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ"));
        error = posix_spawn(out int pid, argv[0], IntPtr.Zero, IntPtr.Zero, argv, environment);
        return error == 0 ? pid : 0;
    }

    /// <summary>Starts a command that is killed with the calling thread. In the native program only.</summary>
    /// <returns>The process id, or -1, the error number, and what failed.</returns>
    public static int StartChild(byte[][] command, out int error, out int stage)
    {
        (error, stage) = (0, 0);
        return buildlock_start_child(Vector(command), ref error, ref stage);
    }

    /// <summary>Waits until a child has ended, and leaves it a zombie, so that its id stays its own.</summary>
    public static void WaitUntilEnded(int pid)
    {
        const int ById = 1; // P_PID
        const int EndedButLeave = 4 | 0x01000000; // WEXITED | WNOWAIT
        var info = new byte[256]; // siginfo_t has 128
        while (waitid(ById, pid, info, EndedButLeave) != 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
            // Ends: a signal was handled, and the call is made again.
        }
    }

    /// <returns>The status word of a child that has ended.</returns>
    public static int Reap(int pid) => waitpid(pid, out int status, 0) == pid ? status : 0;

    /// <summary>Sends a signal. Whom it does not reach has ended, or became another user's, whom nobody here may end.</summary>
    public static void Send(int pid, int signal) => _ = kill(pid, signal);

    // For the life of the process: it is needed until exec or end.
    private static IntPtr[] Vector(byte[][] words)
    {
        var vector = new IntPtr[words.Length + 1];
        for (int i = 0; i < words.Length; i++)
        {
            vector[i] = Marshal.AllocHGlobal(words[i].Length);
            Marshal.Copy(words[i], 0, vector[i], words[i].Length);
        }

        return vector; // the last stays zero
    }

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern int execvp(IntPtr file, IntPtr[] argv);

    [DllImport("libc")]
    private static extern int posix_spawn(out int pid, IntPtr path, IntPtr actions, IntPtr attributes, IntPtr[] argv, IntPtr environment);

    [DllImport("buildlock_start_child")]
    private static extern int buildlock_start_child(IntPtr[] argv, ref int error, ref int stage);

    [DllImport("libc", SetLastError = true)]
    private static extern int waitid(int kind, int id, byte[] info, int options);

    [DllImport("libc", SetLastError = true)]
    private static extern int waitpid(int pid, out int status, int options);

    [DllImport("libc")]
    private static extern int kill(int pid, int signal);

    [DllImport("libc")]
    private static extern IntPtr signal(int number, IntPtr handler);

    [DllImport("libc", SetLastError = true)]
    private static extern int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [DllImport("libc")]
    private static extern int getppid();

    [DllImport("libc")]
    private static extern int setenv(byte[] name, byte[] value, int overwrite);
#pragma warning restore IDE1006, SA1300
}
