using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace BuildLock.Cli.Children;

/// <summary>The last arguments of this process as the bytes that they came as.</summary>
/// <remarks>.NET reads arguments as UTF-8 and puts U+FFFD for what is none; a file name on Linux may be any bytes, and the
/// command has to get it as it was given. <c>/proc/self/cmdline</c> (proc(5)) has them.</remarks>
internal static class RawArguments
{
    /// <returns>The bytes of each, ended by zero.</returns>
    public static byte[][] Last(IReadOnlyList<string> arguments)
    {
        try
        {
            List<byte[]> all = Read(File.ReadAllBytes("/proc/self/cmdline"));
            byte[][] last = all.Skip(all.Count - arguments.Count).ToArray();

            // Trusted only when it says the same: a process may change its command line, and a sandbox may have no /proc.
            if (last.Length == arguments.Count && last.Zip(arguments).All(pair => Decode(pair.First) == pair.Second))
            {
                return last;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No /proc: as .NET read them, which is right for everything but broken UTF-8.
        }

        return arguments.Select(LibC.Bytes).ToArray();
    }

    private static string Decode(byte[] word) => System.Text.Encoding.UTF8.GetString(word, 0, word.Length - 1);

    private static List<byte[]> Read(byte[] line)
    {
        var words = new List<byte[]>();
        int start = 0;
        for (int end = Array.IndexOf(line, (byte)0, start); end >= 0; end = Array.IndexOf(line, (byte)0, start))
        {
            words.Add(line[start..(end + 1)]);
            start = end + 1;
        }

        return words;
    }
}
