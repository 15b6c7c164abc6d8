using System;
using System.Globalization;
using System.IO;
using BuildLock.Conformance.Children;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>The process that a launcher has put into a namespace of process ids, by its id out here.</summary>
internal static class InnerProcess
{
    public static int Of(Child launcher)
    {
        string children = File.ReadAllText($"/proc/{launcher.Id}/task/{launcher.Id}/children");
        return int.Parse(children.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }
}
