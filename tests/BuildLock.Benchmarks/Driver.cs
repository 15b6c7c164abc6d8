using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Report;
using BuildLock.Benchmarks.Rows;

namespace BuildLock.Benchmarks;

/// <summary>Runs the rows, prints each when it is done, and writes the files.</summary>
internal static class Driver
{
    public static void Run(BenchOptions options, string artifacts)
    {
        Directory.CreateDirectory(artifacts);
        var report = new StringBuilder();
        void Print(string text)
        {
            Console.Write(text);
            report.Append(text);
        }

        string date = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        string loadBefore = Machine.Load();
        List<IPeer> peers = Ready(options.Peers, artifacts, Print);
        string name = "buildlock-bench-" + Guid.NewGuid().ToString("N");
        string folder = Directory.CreateDirectory(Path.Combine(options.Folder, name)).FullName;
        string diskFolder = Directory.CreateDirectory(Path.Combine(artifacts, name)).FullName;
        long start = Stopwatch.GetTimestamp();
        var bench = new Bench(peers, options.Quick, folder, diskFolder);
        try
        {
            foreach (IRow row in options.Rows)
            {
                long began = Stopwatch.GetTimestamp();
                row.Run(bench);
                Print(Table.Of(row, bench.Results));
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"({row.Name}: {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s, load {Machine.Load()})"));
            }

            IReadOnlyList<Goal> goals = Goals.Judge(bench.Results);
            string machine = $"{Machine.Describe()}; locks in {options.Folder}; load {loadBefore} before, {Machine.Load()} after";
            Print($"## Goals\n\n{goals.Count(g => g.Met)} of {goals.Count} met.\n\n");
            Print(string.Concat(goals.Where(g => !g.Met).Select(g => $"- {g.Row}, {g.Peer}: {g}\n")));
            Print(string.Create(CultureInfo.InvariantCulture, $"\n{date}, {machine}; took {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s\n"));
            JsonFile.Write(Path.Combine(artifacts, "results.json"), date, machine, bench.Results, goals);
            File.WriteAllText(Path.Combine(artifacts, "results.md"), report.ToString());
            LatencyPicture.Save(Path.Combine(artifacts, "handover.svg"), bench.Results);
            ScalePicture.Save(Path.Combine(artifacts, "scale.svg"), bench.Results);
        }
        finally
        {
            bench.RemoveQueues();
            Directory.Delete(folder, recursive: true);
            Directory.Delete(diskFolder, recursive: true);
        }
    }

    private static List<IPeer> Ready(IReadOnlyList<IPeer> peers, string artifacts, Action<string> print)
    {
        var ready = new List<IPeer>();
        foreach (IPeer peer in peers)
        {
            if (peer.Prepare(artifacts) is { } reason)
            {
                print($"- skipped: {peer.Name}: {reason}\n");
            }
            else
            {
                ready.Add(peer);
            }
        }

        return ready;
    }
}
