using BuildLock.Engines;
using BuildLock.Text;

namespace BuildLock;

/// <summary>Something that happened to a lock, with a text ready to show.</summary>
public abstract class LockEvent
{
    private protected LockEvent(LockRequest request, string code, string text, bool isWarning = false)
    {
        Key = request.Key;
        Engine = request.Engine.Name;
        Code = code;
        Text = DisplayText.OneLine(text); // whatever is in it, each front shows it
        IsWarning = isWarning;
    }

    /// <summary>What is or was to be locked.</summary>
    public LockKey Key { get; }

    /// <summary>The engine's name.</summary>
    public string Engine { get; }

    /// <summary>The message's code, one of <see cref="DiagnosticCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The message without the code.</summary>
    public string Text { get; }

    /// <summary>Whether people should see it even if they read only warnings.</summary>
    public bool IsWarning { get; }

    /// <summary>Code and text.</summary>
    /// <returns><c>BL1001: …</c></returns>
    public override string ToString() => Code + ": " + Text;
}
