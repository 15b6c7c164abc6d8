using System;
using System.Threading;
using System.Threading.Tasks;

namespace BuildLock.Platform;

/// <summary>A pause that a cancellation cuts short.</summary>
internal static class Pause
{
    private static readonly Task Never = new TaskCompletionSource<bool>().Task;

#pragma warning disable VSTHRD002 // Blocking is what a pause is, and what it waits for needs no context of the caller's.
    public static void For(TimeSpan span, CancellationToken cancellationToken)
        => Never.Wait(Milliseconds(span), cancellationToken);
#pragma warning restore VSTHRD002

    // Rounded up: a pause of zero would spin through the last millisecond before a deadline.
    private static int Milliseconds(TimeSpan span) => (int)Math.Min(Math.Ceiling(Math.Max(span.TotalMilliseconds, 1)), int.MaxValue);
}
