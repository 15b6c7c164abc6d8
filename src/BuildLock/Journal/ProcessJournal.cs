using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Security;
using BuildLock.Identity;
using BuildLock.Platform;
using BuildLock.Settings;

namespace BuildLock.Journal;

/// <summary>What this process writes into one journal. Begins with its first event; ends at the first thing that goes wrong,
/// because a journal must never fail or delay a build.</summary>
internal sealed class ProcessJournal
{
    public const string Variable = "BUILDLOCK_JOURNAL";

    // A page cache takes a line in microseconds. Where it takes so long, the next lines would delay builds too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Dictionary<string, ProcessJournal> All = new(StringComparer.Ordinal); // also the gate to itself
    private static volatile ProcessJournal? _last;

    private readonly object _gate = new();
    private readonly PatientThread _thread = new();
    private readonly string _folder;

    // Tells files of two copies of this assembly in one process apart: each counts its acquisitions from one.
    private readonly string _writer = Guid.NewGuid().ToString("N").Substring(0, 8);
    private JournalFile? _file;
    private bool _isOff;
    private long _acquisitions;

    private ProcessJournal(string folder) => _folder = folder;

    /// <summary>The journal that the environment asks for now, or <see langword="null"/>.</summary>
    /// <remarks>Read each time: MSBuild's reused nodes and its server take over the environment of each build that they serve.
    /// .NET keeps the variables in a table, so an unset one costs a look into it and no memory.</remarks>
    public static ProcessJournal? Current
    {
        get
        {
            string? folder = Environment.GetEnvironmentVariable(Variable);
            return string.IsNullOrEmpty(folder) ? null
                : _last is { } last && last._folder == folder ? last
                : _last = For(folder!);
        }
    }

    /// <summary>Tells this process's acquisitions apart.</summary>
    public long NextAcquisition() => System.Threading.Interlocked.Increment(ref _acquisitions);

    /// <returns>What went wrong, once: the journal is off from then on.</returns>
    public string? Write(JournalLine line)
    {
        byte[] bytes = line.ToBytes();
        lock (_gate)
        {
            if (_isOff)
            {
                return null;
            }

            if (!_thread.TryRun(() => Open().Write(bytes), Patience, out Exception? problem))
            {
                return Off($"a line took more than {LockDuration.Format(Patience)}, and the next would delay builds too.");
            }

            switch (problem)
            {
                case null:
                    return null;
                case IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or SecurityException:
                    _file?.Dispose();
                    return Off(problem.Message);
                default:
                    ExceptionDispatchInfo.Capture(problem).Throw();
                    return null;
            }
        }
    }

    private static ProcessJournal For(string folder)
    {
        lock (All)
        {
            return All.TryGetValue(folder, out ProcessJournal? known) ? known : All[folder] = new ProcessJournal(folder);
        }
    }

    private JournalFile Open()
    {
        if (_file is { IsFull: false, IsGone: false })
        {
            return _file;
        }

        if (!IsFullPath(_folder))
        {
            throw new NotSupportedException("it is not a full path, and every process has a current folder of its own. Write it from the root on.");
        }

        bool isFirst = _file is null;
        int number = isFirst ? 1 : _file!.Number + 1;
        _file?.Dispose();
        _file = null;
        DirectoryHandle folder = JournalFolder.Open(_folder);
        try
        {
            JournalFolder.Sweep(folder, always: !isFirst);
            ProcessIdentity process = ProcessIdentity.Current;
            DateTimeOffset now = JournalLine.Now;
            _file = JournalFile.Create(folder, n => JournalFolder.FileName(now, process.Machine, process.Id, process.Started, n), number);
            _file.Write(ProcessLine.Of(process, _writer, now).ToBytes());
            return _file;
        }
        finally
        {
            if (_file is null)
            {
                folder.Dispose();
            }
        }
    }

    // The file is not closed: a thread that did not return may still be at work on it.
    private string Off(string problem)
    {
        _isOff = true;
        _file = null;
        return $"Cannot write the journal in '{Text.DisplayText.OneLine(_folder)}' ({Variable}): {problem}";
    }

    private static bool IsFullPath(string path)
#if NET8_0_OR_GREATER
        => Path.IsPathFullyQualified(path);
#else
        => Path.IsPathRooted(path);
#endif
}
