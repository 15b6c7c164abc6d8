using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace BuildLock.Cli.Reports;

/// <summary>The report in the trace event format, which Perfetto and chrome://tracing open.</summary>
/// <remarks>Begin and end events of one thread must nest. What overlaps within a process therefore gets threads of its own:
/// they are lanes, not the process's threads.</remarks>
internal static class ChromeTrace
{
    public static string Of(ReportJson report)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("displayTimeUnit", "ms");
            writer.WriteStartArray("traceEvents");
            for (int p = 0; p < report.Processes.Count; p++)
            {
                Process(writer, report, p);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Process(Utf8JsonWriter writer, ReportJson report, int place)
    {
        ProcessJson process = report.Processes[place];
        Head(writer, "M", place, 0, null);
        writer.WriteString("name", "process_name");
        writer.WriteStartObject("args");
        writer.WriteString("name", $"{process.Command} (pid {process.Pid}, {process.User}@{process.Machine})");
        writer.WriteEndObject();
        writer.WriteEndObject();

        var ends = new List<double>(); // of each lane
        foreach (AcquisitionJson acquisition in report.Acquisitions.Where(a => a.Process == place).OrderBy(a => a.Begun))
        {
            int lane = ends.FindIndex(end => end <= acquisition.Begun);
            if (lane < 0)
            {
                lane = ends.Count;
                ends.Add(0);
            }

            ends[lane] = acquisition.Ended;
            Acquisition(writer, report.Locks[acquisition.Lock], acquisition, lane + 1);
        }
    }

    private static void Acquisition(Utf8JsonWriter writer, LockJson its, AcquisitionJson acquisition, int lane)
    {
        double waitedUntil = acquisition.Took ?? acquisition.Ended;
        if (waitedUntil > acquisition.Begun)
        {
            Span(writer, "wait " + its.Key, "wait", acquisition, its, lane, acquisition.Begun, waitedUntil);
        }

        if (acquisition.Took is { } took)
        {
            Span(writer, its.Key, "hold", acquisition, its, lane, took, acquisition.Ended);
        }
    }

    private static void Span(Utf8JsonWriter writer, string name, string category, AcquisitionJson acquisition, LockJson its, int lane, double from, double to)
    {
        Head(writer, "B", acquisition.Process, lane, from);
        writer.WriteString("name", name);
        writer.WriteString("cat", category);
        writer.WriteStartObject("args");
        writer.WriteString("engine", its.Engine);
        writer.WriteString("outcome", acquisition.Outcome);
        Text(writer, "namespace", its.Namespace);
        Text(writer, "description", acquisition.Description);
        Text(writer, "job", acquisition.Job);
        Text(writer, "previous", acquisition.Previous);
        Text(writer, "problem", acquisition.Problem);
        Text(writer, "for", string.Join("; ", acquisition.WaitedFor.Select(w => w.Command is null ? "an unknown holder" : $"{w.Command} (pid {w.Pid} on {w.Machine})")));
        writer.WriteEndObject();
        writer.WriteEndObject();
        Head(writer, "E", acquisition.Process, lane, Math.Max(from, to));
        writer.WriteEndObject();
    }

    // Times are microseconds. Processes of several machines may share a pid, so their place in the list stands for it.
    private static void Head(Utf8JsonWriter writer, string phase, int process, int lane, double? seconds)
    {
        writer.WriteStartObject();
        writer.WriteString("ph", phase);
        writer.WriteNumber("pid", process + 1);
        writer.WriteNumber("tid", lane);
        if (seconds is { } at)
        {
            writer.WriteNumber("ts", Math.Round(at * 1_000_000));
        }
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }
}
