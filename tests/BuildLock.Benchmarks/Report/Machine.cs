using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace BuildLock.Benchmarks.Report;

/// <summary>What it was measured on, without its name.</summary>
internal static class Machine
{
    public static string Describe()
    {
        string processor = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "processor unknown"
            : RuntimeInformation.ProcessArchitecture.ToString();
        string system = OperatingSystem.IsLinux() ? "Linux " + Environment.OSVersion.Version.ToString(2) : RuntimeInformation.OSDescription;
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores of {processor}, {system}, {RuntimeInformation.FrameworkDescription}");
    }

    /// <summary>How many wanted to run, on average over the last minute: what else the machine had to do.</summary>
    public static string Load() => OperatingSystem.IsLinux() ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
