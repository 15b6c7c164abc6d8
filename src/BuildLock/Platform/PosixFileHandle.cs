using System;
using System.ComponentModel;
using System.IO;

namespace BuildLock.Platform;

internal sealed class PosixFileHandle : FileHandle
{
    private const int Usual = 4096; // of a holder's text, and more

    [ThreadStatic]
    private static byte[]? _buffer;

    public PosixFileHandle(Descriptor descriptor, string path)
        : base(path) => Descriptor = descriptor;

    /// <summary>For calls that are not here.</summary>
    public Descriptor Descriptor { get; }

    public override FileStatus Status() => FileStatus.Of(Descriptor, out int error) ?? throw PosixError.Exception(error, "look at", FullPath);

    public override byte[] Read(int atMost)
    {
        byte[] buffer = _buffer ??= new byte[Usual];
        int have = 0;

        // Ends: with the file, with an error, or at the limit. Of a regular file less than was asked for comes only at its end.
        while (have < atMost)
        {
            if (have == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 4L, atMost));
            }

            int asked = Math.Min(buffer.Length, atMost) - have;
            int count = PosixAt.Read(Descriptor, buffer, have, asked, out int error);
            if (count < 0)
            {
                throw PosixError.Exception(error, "read", FullPath);
            }

            have += count;
            if (count < asked)
            {
                break;
            }
        }

        var bytes = new byte[have];
        Array.Copy(buffer, bytes, have);
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
