using System;
using System.IO;
using BuildLock.Platform;
using BuildLock.Text;

namespace BuildLock;

/// <summary>What is locked: a name, or a folder by its real path.</summary>
/// <remarks>Two keys are equal when they lock the same thing, given equal <see cref="LockOptions.Namespace"/> and
/// <see cref="LockOptions.Scope"/>. A name never equals a folder.</remarks>
public sealed class LockKey : IEquatable<LockKey>
{
    /// <summary>The longest key, in UTF-16 code units.</summary>
    public const int MaxLength = 1024;

    private LockKey(string text, bool isPath)
    {
        Text = text;
        IsPath = isPath;
    }

    /// <summary>The name, or the folder's or file's real path; what messages show.</summary>
    public string Text { get; }

    /// <summary>Whether a folder or file is locked rather than a name: its lock lies beside it.</summary>
    public bool IsPath { get; }

    /// <summary>A key that is a name.</summary>
    /// <param name="name">1 to 1,024 characters of well-formed Unicode text. Compared ordinally: case, spaces and
    /// normalization count.</param>
    /// <returns>The key.</returns>
    /// <exception cref="LockSettingException">Missing, empty, too long or with a lone surrogate (BL3001).</exception>
    public static LockKey Named(string? name)
    {
        if (name is null || name.Length == 0)
        {
            throw new LockSettingException(DiagnosticCodes.BadKey, "Key is missing or empty.", $"Give a key of 1 to {MaxLength} characters.");
        }

        if (name.Length > MaxLength)
        {
            throw new LockSettingException(DiagnosticCodes.BadKey, $"Key has {name.Length} characters: '{DisplayText.OneLine(DisplayText.Cut(name, 40))}'.", $"Give a key of 1 to {MaxLength} characters.");
        }

        // Refused rather than hashed as it is: a command line or a build file would carry a lone surrogate as U+FFFD,
        // so the same key given in two places would silently be two locks.
        int lone = WellFormed.IndexOfLoneSurrogate(name);
        if (lone >= 0)
        {
            throw new LockSettingException(DiagnosticCodes.BadKey, $"Key has half of a surrogate pair (U+{(int)name[lone]:X4}) at index {lone}.", "Give well-formed Unicode text.");
        }

        return new LockKey(name, isPath: false);
    }

    /// <summary>A key that is an existing folder, with links resolved, so that every spelling of its path is one key.</summary>
    /// <param name="path">The folder's path, absolute or relative to the current directory.</param>
    /// <returns>The key.</returns>
    /// <exception cref="LockSettingException">The path is empty (BL3001), the folder does not exist or cannot be
    /// resolved (BL3005), or it is the root of a file system, beside which nothing can be kept (BL3006).</exception>
    public static LockKey ForFolder(string? path)
    {
        if (path is null || path.Length == 0)
        {
            throw new LockSettingException(DiagnosticCodes.BadKey, "Folder is missing or empty.", "Give the path of an existing folder.");
        }

        string real = RealPath.Resolve(path, out string? problem);
        if (problem is not null)
        {
            throw new LockSettingException(DiagnosticCodes.NoSuchFolder, $"Folder '{path}' cannot be locked: {problem}.", "Create the folder before locking it, or lock a Key.");
        }

        if (Path.GetDirectoryName(real) is null)
        {
            throw new LockSettingException(DiagnosticCodes.BadCombination, $"Folder '{real}' is the root of a file system: a lock cannot be kept beside it.", "Lock a folder below it, or a Key.");
        }

        return new LockKey(real, isPath: true);
    }

    /// <summary>A key that is a file, which need not exist yet, with links resolved. Its folder must exist.</summary>
    /// <param name="path">The file's path, absolute or relative to the current directory.</param>
    /// <returns>The key.</returns>
    /// <exception cref="LockSettingException">The path is empty or names no file (BL3001), or its folder does not exist or
    /// cannot be resolved (BL3005).</exception>
    public static LockKey ForFile(string? path)
    {
        if (path is null || path.Length == 0 || Path.GetFileName(path).Length == 0)
        {
            throw new LockSettingException(DiagnosticCodes.BadKey, $"'{path}' names no file.", "Give the path of a file in an existing folder.");
        }

        string real = RealPath.ResolveFile(path, out string? problem);
        return problem is null
            ? new LockKey(real, isPath: true)
            : throw new LockSettingException(DiagnosticCodes.NoSuchFolder, $"File '{path}' cannot be locked: its folder cannot be used, {problem}.", "Create the folder before locking a file in it.");
    }

    /// <summary>The key from a pair of settings of which exactly one has to be given: what a front's Key and Folder say.</summary>
    /// <param name="name">The name, or <see langword="null"/> or empty.</param>
    /// <param name="folder">The folder's path, or <see langword="null"/> or empty.</param>
    /// <returns>The key.</returns>
    /// <exception cref="LockSettingException">Both or neither are given (BL3004), or the given one is not allowed
    /// (see <see cref="Named"/> and <see cref="ForFolder"/>).</exception>
    public static LockKey From(string? name, string? folder) => (string.IsNullOrEmpty(name), string.IsNullOrEmpty(folder)) switch
    {
        (false, true) => Named(name),
        (true, false) => ForFolder(folder),
        (true, true) => throw new LockSettingException(DiagnosticCodes.KeyOrFolder, "Neither Key nor Folder is given.", "Give one of them: a Key of 1 to 1,024 characters, or the path of an existing Folder."),
        _ => throw new LockSettingException(DiagnosticCodes.KeyOrFolder, $"Both Key '{name}' and Folder '{folder}' are given.", "Give only one of them."),
    };

    /// <inheritdoc/>
    public bool Equals(LockKey? other)
        => other is not null && IsPath == other.IsPath && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LockKey);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>The key's text.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
