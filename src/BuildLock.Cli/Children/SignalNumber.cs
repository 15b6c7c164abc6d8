using System;
using System.Runtime.InteropServices;

namespace BuildLock.Cli.Children;

/// <summary>The numbers of signals that shells add to 128. The same on Linux and macOS.</summary>
internal static class SignalNumber
{
    public static int Of(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => LibC.SigHup,
        PosixSignal.SIGINT => LibC.SigInt,
        PosixSignal.SIGQUIT => LibC.SigQuit,
        PosixSignal.SIGTERM => LibC.SigTerm,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Not a signal that is passed on."),
    };
}
