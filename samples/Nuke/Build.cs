using System;
using System.IO;
using System.Linq;
using BuildLock.Nuke;
using Nuke.Common;
using Nuke.Common.IO;
using Serilog;

// Packs something and publishes it to a feed that all builds of this machine share: a folder with an index. The index is
// read, changed and written back, so of two builds that do it at the same time one would lose its entry.
class Build : NukeBuild, IFeedLock
{
    [Parameter("What to pack")]
    readonly string Package = "app";

    string Feed => ((IFeedLock)this).Feed;

    AbsolutePath Output => RootDirectory / "out";

    Target Pack => _ => _
        .Executes(() =>
        {
            Directory.CreateDirectory(Output);
            File.WriteAllText(Output / $"{Package}.txt", Package);
        });

    Target Publish => _ => _
        .DependsOn(Pack)
        .WithProcessLock(() => $"feed {Feed}")
        .Executes(() =>
        {
            Directory.CreateDirectory(Feed);
            File.Copy(Output / $"{Package}.txt", Path.Combine(Feed, $"{Package}.txt"), overwrite: true);

            string index = Path.Combine(Feed, "index.txt");
            string[] entries = File.Exists(index) ? File.ReadAllLines(index) : [];
            entries = entries.Append(Package).Distinct().Order().ToArray();
            File.WriteAllLines(index, entries);
            Log.Information("The feed has {Count} package(s)", entries.Length);
        });

    // The same lock for a block of code, with settings of its own.
    Target List => _ => _
        .Executes(() =>
        {
            using (this.ProcessLock($"feed {Feed}", o => o.Timeout = TimeSpan.FromSeconds(30)))
            {
                foreach (string entry in File.ReadAllLines(Path.Combine(Feed, "index.txt")))
                {
                    Log.Information("{Entry}", entry);
                }
            }
        });

    // One lock over several targets.
    Target Clear => _ => _
        .DependsOnContext<IFeedLock>()
        .Executes(() => Directory.Delete(Feed, recursive: true));

    Target Republish => _ => _
        .DependsOn(Pack, Clear)
        .DependsOnContext<IFeedLock>()
        .Executes(() =>
        {
            Directory.CreateDirectory(Feed);
            File.WriteAllText(Path.Combine(Feed, "index.txt"), Package);
        });

    public static int Main() => Execute<Build>(x => x.Publish);
}

interface IFeedLock : IProcessLock
{
    [Parameter("The folder that the builds share")]
    string Feed => TryGetValue(() => Feed) ?? Path.Combine(Path.GetTempPath(), "feed");

    Setup TakeFeed => _ => _.AcquireProcessLock(() => $"feed {Feed}");

    Cleanup LeaveFeed => _ => _.ReleaseProcessLock(() => $"feed {Feed}");
}
