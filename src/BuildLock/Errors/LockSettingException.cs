namespace BuildLock;

/// <summary>A key or setting is not allowed (BL3001 to BL3007). Nothing was locked, nothing was written.</summary>
public sealed class LockSettingException : LockException
{
    internal LockSettingException(string code, string text, string remedy)
        : base(code, text, remedy, key: null, engine: null, holder: null, cause: null)
    {
    }

    /// <summary>For fronts that have a setting of their own: the error that refuses its value (BL3007).</summary>
    /// <param name="setting">The setting's name.</param>
    /// <param name="value">The value that is not allowed.</param>
    /// <param name="allowed">What is, as a sentence.</param>
    /// <returns>The exception, to be thrown.</returns>
    public static LockSettingException ForSetting(string setting, string value, string allowed)
        => new(DiagnosticCodes.BadSetting, $"{setting} '{value}' is not allowed.", allowed);
}
