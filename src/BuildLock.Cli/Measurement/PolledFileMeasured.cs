using System;
using System.IO;
using System.Threading;
using BuildLock.Platform;

namespace BuildLock.Cli.Measurement;

/// <summary>What many write themselves: open a file for nobody else, and try again after 10 ms.</summary>
internal sealed class PolledFileMeasured(string path) : IMeasuredLock
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public IDisposable Acquire()
    {
        // Ends with the other's hold, or with the parent's patience, which ends this process.
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                Pause.For(Step, CancellationToken.None); // in use
            }
        }
    }

    public void Dispose() => File.Delete(path);
}
