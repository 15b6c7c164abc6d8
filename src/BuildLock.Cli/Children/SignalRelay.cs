using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace BuildLock.Cli.Children;

/// <summary>What happens to signals: they end a wait, and are passed on to a command.</summary>
internal sealed class SignalRelay : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM];

    private readonly List<PosixSignalRegistration> _registrations;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly object _gate = new(); // between a signal and the start of the command
    private IChild? _child;
    private PosixSignal? _caught;

    public SignalRelay()
    {
        ulong ignored = Ignored();
        _registrations = Signals
            .Where(signal => (ignored >> (SignalNumber.Of(signal) - 1) & 1) == 0)
            .Select(signal => PosixSignalRegistration.Create(signal, OnSignal))
            .ToList();
    }

    /// <summary>Cancelled by a signal that came before there was a command.</summary>
    public CancellationToken Cancelled => _cancellation.Token;

    /// <summary>The exit code for a wait that a signal ended.</summary>
    public int CancelledCode => ExitCode.SignalBase + SignalNumber.Of(_caught ?? PosixSignal.SIGINT);

    /// <summary>From here on signals go to the command.</summary>
    public void PassTo(IChild child)
    {
        lock (_gate)
        {
            _child = child;
            if (_caught is { } early)
            {
                child.Signal(early);
            }
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true; // this process ends when its work is undone, not before
        lock (_gate)
        {
            if (_child is null)
            {
                _caught ??= context.Signal;
                _cancellation.Cancel();
            }
            else if (context.Signal is PosixSignal.SIGTERM || !Terminal.SendsToGroup())
            {
                _child.Signal(context.Signal);
            }
        }
    }

    // 'nohup' and the background of a shell script start programs with signals ignored, and that is to stay so; .NET would
    // begin to hear them. What this process ignores the command ignores too.
    private static ulong Ignored()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        try
        {
            // proc(5): "SigIgn:\t0000000000001006", bit n-1 for signal n
            string mask = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
            return ulong.Parse(mask, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0; // no /proc
        }
    }
}
