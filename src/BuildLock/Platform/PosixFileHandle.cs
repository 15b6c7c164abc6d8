using System;
using System.ComponentModel;
using System.IO;

namespace BuildLock.Platform;

internal sealed class PosixFileHandle : FileHandle
{
    public PosixFileHandle(Descriptor descriptor, string path)
        : base(path) => Descriptor = descriptor;

    /// <summary>For calls that are not here.</summary>
    public Descriptor Descriptor { get; }

    public override FileStatus Status() => FileStatus.Of(Descriptor, out int error) ?? throw PosixError.Exception(error, "look at", FullPath);

    public override byte[] Read(int atMost)
    {
        var bytes = new byte[Math.Min(1024, atMost)];
        int have = 0;

        // Ends: with the file, with an error, or at the limit.
        while (have < atMost)
        {
            if (have == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(bytes.Length * 4L, atMost));
            }

            var rest = have == 0 ? bytes : new byte[bytes.Length - have];
            int count = PosixAt.Read(Descriptor, rest, rest.Length, have, out int error);
            if (count < 0)
            {
                throw PosixError.Exception(error, "read", FullPath);
            }

            if (count == 0)
            {
                break;
            }

            if (have > 0)
            {
                Array.Copy(rest, 0, bytes, have, count);
            }

            have += count;
        }

        Array.Resize(ref bytes, have);
        return bytes;
    }

    public override void Write(long offset, byte[] bytes)
    {
        byte[] rest = bytes;

        // Ends: with the bytes, or with an error; no call takes nothing of something.
        while (rest.Length > 0)
        {
            int count = PosixAt.Write(Descriptor, rest, rest.Length, offset, out int error);
            if (count < 0)
            {
                throw PosixError.Exception(error, "write", FullPath);
            }

            if (count == rest.Length)
            {
                return;
            }

            offset += count;
            var left = new byte[rest.Length - count];
            Array.Copy(rest, count, left, 0, left.Length);
            rest = left;
        }
    }

    public override void Truncate(long length) => Check(PosixAt.Truncate(Descriptor, length), "cut");

    public override void SetMode(uint mode) => Check(PosixAt.ChangeMode(Descriptor, mode), "set the mode of");

    public override void Touch() => Check(PosixAt.Touch(Descriptor), "touch");

    public override bool TryLock()
    {
        const int ExclusiveWithoutWaiting = 2 | 4; // LOCK_EX | LOCK_NB
        int error = PosixAt.Lock(Descriptor, ExclusiveWithoutWaiting);
        return error == 0 || (error == Posix.WouldBlock ? false
            : throw new IOException(FormattableString.Invariant($"the operating system cannot lock it: {new Win32Exception(error).Message} ({error})."), error));
    }

    public override void Unlock() => Check(PosixAt.Lock(Descriptor, 8), "unlock"); // LOCK_UN

    public override void Dispose() => Descriptor.Dispose();

    private void Check(int error, string what)
    {
        if (error != 0)
        {
            throw PosixError.Exception(error, what, FullPath);
        }
    }
}
