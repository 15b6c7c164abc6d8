using System;
using System.IO;

namespace BuildLock.Identity;

/// <summary>The name of a user that the operating system knows by number. Unix only.</summary>
internal static class UserName
{
    /// <returns>The name, or <c>user 1234</c>: in containers a user often has none, and a directory service is not asked, since
    /// one that is down would keep its caller waiting.</returns>
    public static string Of(uint user)
    {
        string number = FormattableString.Invariant($"{user}");
        try
        {
            // passwd(5): "name:password:user:group:…"
            foreach (string line in File.ReadLines("/etc/passwd"))
            {
                string[] fields = line.Split(':');
                if (fields.Length > 2 && fields[2] == number)
                {
                    return fields[0];
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No such list here: the number is as good.
        }

        return "user " + number;
    }
}
