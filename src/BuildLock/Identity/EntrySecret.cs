using System;
using System.Text;
using BuildLock.Keys;

namespace BuildLock.Identity;

/// <summary>What a process tells its children, and nobody else, so that they can enter its holds. Its holds publish a hash of it.</summary>
/// <remarks>One for all holds of the process: which hold, the token says too. 244 random bits, by the platform's generator for
/// GUIDs: the first use of the cryptographic one would load OpenSSL, which takes as long as a first lock.</remarks>
internal static class EntrySecret
{
    private static readonly Lazy<string> OfProcess = new(() => Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"));
    private static readonly Lazy<string> HashOfProcess = new(() => Hash(OfProcess.Value));

    public static string Value => OfProcess.Value;

    public static string PublicHash => HashOfProcess.Value;

    public static string Hash(string secret)
    {
        var text = new StringBuilder();
        foreach (byte one in Sha256.Hash(Encoding.UTF8.GetBytes(secret)))
        {
            text.Append(one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
