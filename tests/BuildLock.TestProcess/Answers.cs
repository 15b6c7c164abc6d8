using System;
using System.Linq;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>Lines to the standard output, whole and at once.</summary>
internal static class Answers
{
    private static readonly object Gate = new();

    public static void Write(Line command, string word, params (string Name, string? Value)[] fields)
        => Write(Line.Of(word, fields.Prepend(("id", command["id"]))));

    public static void Write(Line line)
    {
        lock (Gate)
        {
            Console.Out.WriteLine(line.ToString());
            Console.Out.Flush();
        }
    }
}
