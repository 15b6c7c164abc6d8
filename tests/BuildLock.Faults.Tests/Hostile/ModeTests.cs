using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Hostile;

/// <summary>What Bob makes in a folder of Alice's gets its mode; what she puts in its place does not. She took the key first, so the lock's
/// folder is hers.</summary>
public sealed class ModeTests : HostileTest
{
    [Fact]
    public async Task A_secret_keeps_its_mode()
    {
        const string engine = "lockdir";
        Child alice = await StartHolderAsync(Options(engine), As(Alice));
        await ReleaseAsync(alice);
        string secret = Path.Combine(Precious(Bob, files: 1), "file-1");
        string place = new Forged(Key, Options(engine)).Folder.FullPath;

        // With this umask the mode has to be set, and that call comes late.
        Child bob = await StartAsync(As(Bob).WithDelay("?chmod,fchmod,fchmodat", milliseconds: 300).WithUmask("077"));
        using var swap = new Swap(place, secret);

        Line answer = await TryAsync(bob, Options(engine));

        Assert.True(swap.Stop() > 0, $"Nothing was swapped in time: {answer}");
#pragma warning disable CA1416 // Linux, as Run asks.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secret));
#pragma warning restore CA1416
    }

    /// <summary>Whatever is being prepared is replaced by a link at once. By the test's own process; the folder is Alice's, so she could.</summary>
    private sealed class Swap : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _isOver;
        private int _count;

        public Swap(string folder, string target)
        {
            _thread = new Thread(() =>
            {
                while (!_isOver)
                {
                    foreach (string prepared in Directory.EnumerateFileSystemEntries(folder, ".claim-*"))
                    {
                        try
                        {
                            Directory.Move(prepared, prepared.Replace(".claim-", ".aside-", StringComparison.Ordinal));
                            File.CreateSymbolicLink(prepared, target);
                            _count++;
                        }
                        catch (IOException)
                        {
                            // It had its name already.
                        }
                    }
                }
            });
            _thread.Start();
        }

        public int Stop()
        {
            _isOver = true;
            _thread.Join();
            return _count;
        }

        public void Dispose() => Stop();
    }
}
