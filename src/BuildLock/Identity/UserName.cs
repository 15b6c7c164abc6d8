using System;
using System.IO;

namespace BuildLock.Identity;

/// <summary>The name of a user that the operating system knows by number. Unix only.</summary>
internal static class UserName
{
    /// <returns>The name, or <c>user 1234</c>: in containers a user often has none, and a directory service is not asked, since
    /// one that is down would keep its caller waiting.</returns>
    public static string Of(uint user) => Find(FormattableString.Invariant($"{user}"), 2) is { } line ? line[0] : FormattableString.Invariant($"user {user}");

    /// <summary>Whether that user has a name here.</summary>
    public static bool IsKnown(uint user) => Find(FormattableString.Invariant($"{user}"), 2) is not null;

    /// <summary>Whether a user of this machine has that name.</summary>
    public static bool IsKnown(string name) => Find(name, 0) is not null;

    // passwd(5): "name:password:user:group:…"
    private static string[]? Find(string text, int field)
    {
        try
        {
            foreach (string line in File.ReadLines("/etc/passwd"))
            {
                string[] fields = line.Split(':');
                if (fields.Length > 2 && fields[field] == text)
                {
                    return fields;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No such list here: the number is as good.
        }

        return null;
    }
}
