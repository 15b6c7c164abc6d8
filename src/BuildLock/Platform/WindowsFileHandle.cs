using System;
using System.IO;

namespace BuildLock.Platform;

internal sealed class WindowsFileHandle : FileHandle
{
    // Far behind the text: a locked range cannot be read by others, and the text must be.
    private const long LockedByte = 1L << 40;
    private const int LockViolation = unchecked((int)0x80070021);

    private readonly FileStream _file;

    public WindowsFileHandle(FileStream file)
        : base(file.Name) => _file = file;

    public override FileStatus Status() => FileStatus.OfWindows(FullPath) ?? throw new FileNotFoundException($"'{FullPath}' is not there any more.");

    public override byte[] Read(int atMost)
    {
        _file.Position = 0;
        var bytes = new byte[Math.Min(_file.Length, atMost)];
        int have = 0;
        for (int count = 1; count > 0 && have < bytes.Length; have += count)
        {
            count = _file.Read(bytes, have, bytes.Length - have);
        }

        Array.Resize(ref bytes, have);
        return bytes;
    }

    public override void Write(long offset, byte[] bytes)
    {
        _file.Position = offset;
        _file.Write(bytes, 0, bytes.Length);
        _file.Flush();
    }

    public override void Truncate(long length) => _file.SetLength(length);

    public override void SetMode(uint mode)
    {
    }

    // By writing, since setting a time would set this machine's and not the server's. A text's last byte is a line break, and stays.
    public override void Touch()
    {
        if (_file.Length > 0)
        {
            Write(_file.Length - 1, new[] { (byte)'\n' });
        }
    }

    public override bool TryLock()
    {
        try
        {
#pragma warning disable CA1416 // Windows only, as this class is.
            _file.Lock(LockedByte, 1);
            return true;
        }
        catch (IOException e) when (e.HResult == LockViolation)
        {
            return false;
        }
    }

    public override void Unlock() => _file.Unlock(LockedByte, 1);
#pragma warning restore CA1416

    public override void Dispose() => _file.Dispose();
}
