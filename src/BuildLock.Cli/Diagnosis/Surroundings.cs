using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using BuildLock.Engines.PortQuorum;
using BuildLock.Engines.State;
using BuildLock.Identity;
using BuildLock.Keys;

namespace BuildLock.Cli.Diagnosis;

/// <summary>What of this machine bears upon locks.</summary>
internal static class Surroundings
{
    private const int Samples = 30; // keys, three ports each

    /// <summary>Whether this process is in a container, as far as the usual signs tell.</summary>
    public static bool IsContainer { get; } = File.Exists("/.dockerenv") || File.Exists("/run/.containerenv")
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"))
        || Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") is "true" or "1";

    public static IEnumerable<string> Lines(string? place)
    {
        yield return Place("Machine scope", StateRoot.Machine);
        yield return Place("User scope", StateRoot.OfUser);
        if (place is not null)
        {
            yield return Place("Asked for", place);
        }

        foreach (string line in RootOwner.Lines())
        {
            yield return line;
        }

        foreach (string line in Ports())
        {
            yield return line;
        }

        ProcessIdentity here = ProcessIdentity.Current;
        yield return IsContainer
            ? $"Namespaces: a container ({here.NetworkNamespace}). Other containers and the host do not see its ports, nor its {StateRoot.Machine} unless that is a volume."
            : $"Namespaces: no container seen{(here.NetworkNamespace.Length > 0 ? $" ({here.NetworkNamespace})" : string.Empty)}. Containers on this machine have ports of their own and do not see these.";
        if (here.Host.Length == 0)
        {
            yield return "Host: unknown (no /proc?). Crashed holders of lockdir and lockfile are found by age only.";
        }
    }

    private static string Place(string what, string folder)
    {
        string existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        string format;
        try
        {
            format = new DriveInfo(existing).DriveFormat;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            format = "unknown file system";
        }

        return $"{what}: {folder} ({format}{(existing == folder ? string.Empty : ", not made yet")})";
    }

    private static IEnumerable<string> Ports()
    {
        var states = new List<PortState>();
        foreach (IPEndPoint endpoint in Enumerable.Range(0, Samples).SelectMany(_ => PortEndpoints.For(LockId.Create("key", string.Empty, "buildlock doctor", Guid.NewGuid().ToString()))))
        {
            states.Add(Listen(endpoint));
        }

        int taken = states.Count(state => state != PortState.Ours && state != PortState.Excluded);
        int excluded = states.Count(state => state == PortState.Excluded);
        yield return FormattableString.Invariant($"Ports: of {states.Count} that keys would use {taken} are taken and {excluded} excluded by the operating system. A key needs two of its three.");

        List<int> everywhere = PortTable.Listening()
            .Where(listener => (listener.Address.Equals(IPAddress.Any) || listener.Address.Equals(IPAddress.IPv6Any)) && PortEndpoints.IsInRange(listener.Port))
            .Select(listener => listener.Port).Distinct().Order().ToList();
        if (everywhere.Count > 0)
        {
            yield return $"Ports: programs that listen on all addresses have {string.Join(", ", everywhere.Take(20))}{(everywhere.Count > 20 ? ", …" : string.Empty)}. One such port of a key does no harm, two make it unusable (BL2005).";
        }

        if (FirstEphemeral() is { } first && PortEndpoints.IsInRange(first))
        {
            yield return $"Ports: outgoing connections use ports from {first} (net.ipv4.ip_local_port_range), which keys use too: now and then one is in the way for a moment.";
        }
    }

    private static PortState Listen(IPEndPoint endpoint)
    {
        try
        {
            ListeningPort.TryListen(endpoint, out PortState state)?.Close();
            return state;
        }
        catch (SocketException)
        {
            return PortState.Taken; // no loopback: the trial of the engine says so with its error
        }
    }

    private static int? FirstEphemeral()
    {
        const string Range = "/proc/sys/net/ipv4/ip_local_port_range";
        return File.Exists(Range) && int.TryParse(File.ReadAllText(Range).Split('\t', ' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) ? first : null;
    }
}
