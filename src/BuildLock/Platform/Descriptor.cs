using Microsoft.Win32.SafeHandles;

namespace BuildLock.Platform;

/// <summary>An open file's or directory's descriptor, closed by close(2). Unix only.</summary>
/// <remarks>Not a <see cref="SafeFileHandle"/>: Mono's closes what is in a table of its own only, and leaks every other
/// descriptor.</remarks>
internal sealed class Descriptor : SafeHandleMinusOneIsInvalid
{
    public Descriptor(int number)
        : base(ownsHandle: true) => SetHandle((System.IntPtr)number);

    protected override bool ReleaseHandle() => PosixAt.Close(handle.ToInt32()) == 0;
}
