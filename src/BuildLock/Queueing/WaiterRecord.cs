using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Queueing;

/// <summary>A small file that says who waits, for those who look. Written by a contender that has waited for a second, and taken away
/// at the end; one of a process that died says by its identity that it means nothing any more.</summary>
internal sealed class WaiterRecord
{
    private const int MostText = 4096;

    private static int _count;

    private readonly QueueFolder _folder;

    private WaiterRecord(QueueFolder folder, string name)
    {
        _folder = folder;
        Name = name;
    }

    public string Name { get; }

    /// <returns><see langword="null"/> where it cannot be written: then nobody learns who waits, and that is all.</returns>
    public static WaiterRecord? TryWrite(QueueFolder folder, TimeSpan waited)
    {
        ProcessIdentity process = ProcessIdentity.Current;
        string name = FormattableString.Invariant($"{QueueFolder.WaiterPrefix}{process.Id}-{process.Started}-{Interlocked.Increment(ref _count)}-{Guid.NewGuid():N}");
        try
        {
            using FileHandle file = folder.CreateWaiter(name);
            DateTimeOffset since = WallClock.Now - waited;
            file.Write(0, Encoding.UTF8.GetBytes(HolderText.OfWaiter(since)));
            return new WaiterRecord(folder, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns><see langword="null"/> when it is none, or its process has ended.</returns>
    public static Waiter? Read(QueueFolder folder, string name)
    {
        try
        {
            using FileHandle? file = folder.TryReadWaiter(name);
            if (file is null || HolderText.ReadFields(file.ReadText(MostText)) is not { } fields)
            {
                return null;
            }

            ProcessIdentity process = HolderText.ReadWaiter(fields);
            bool isDated = DateTimeOffset.TryParse(HolderText.Get(fields, HolderText.Since), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset since);
            return isDated && ProcessLiveness.Of(process) != Liveness.Dead ? new Waiter(process, since, name) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // taken away meanwhile
        }
    }

    public void Delete()
    {
        try
        {
            _folder.DeleteWaiter(Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It says nothing once this process has ended.
        }
    }
}
