using System;
using System.Threading;

namespace BuildLock.MSBuild;

/// <summary>A project's wait for a lock, which is refused when it turns out that it cannot end.</summary>
internal sealed class ProjectWait : IDisposable
{
    private readonly CancellationTokenSource _end;

    /// <param name="isOnlyNode">Whether the build has one node, which this wait occupies.</param>
    public ProjectWait(HeldName name, string identity, RequestScope? scope, bool isOnlyNode, CancellationToken cancellationToken)
    {
        Name = name;
        Identity = identity;
        Scope = scope;
        IsOnlyNode = isOnlyNode;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public HeldName Name { get; }

    public string Identity { get; }

    public RequestScope? Scope { get; }

    public bool IsOnlyNode { get; }

    /// <summary>Ends the wait: cancelled with the build, or refused.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>Why it cannot end, as the end of a sentence that begins with the lock; <see langword="null"/> as long as it may.</summary>
    public string? Refusal { get; private set; }

    public void Refuse(string reason)
    {
        if (Refusal is null)
        {
            Refusal = reason;
            _end.Cancel();
        }
    }

    public void Dispose() => _end.Dispose();
}
