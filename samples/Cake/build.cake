#addin nuget:?package=Cake.BuildLock&version=0.1.0

// Packs something and publishes it to a feed that all builds of this machine share: a folder with an index. The index is
// read, changed and written back, so of two builds that do it at the same time one would lose its entry.
//
//   dotnet cake --package=tools         in several terminals at once, each with its own --package and --out

var target = Argument("target", "Publish");
var package = Argument("package", "app");
var version = Argument("package-version", "1.0.0");
var output = MakeAbsolute(Directory(Argument("out", "./out")));
var feed = MakeAbsolute(Directory(Argument("feed", "./feed")));

Task("Pack")
    .Does(() =>
    {
        EnsureDirectoryExists(output);
        System.IO.File.WriteAllText($"{output}/{package}.{version}.txt", $"{package} {version}");
    });

Task("Publish")
    .IsDependentOn("Pack")
    .WithProcessLock($"feed {feed}")
    .Does(() =>
    {
        EnsureDirectoryExists(feed);
        CopyFileToDirectory($"{output}/{package}.{version}.txt", feed);

        var index = $"{feed}/index.txt";
        var entries = FileExists(index) ? System.IO.File.ReadAllLines(index).ToList() : [];
        entries.RemoveAll(entry => entry.StartsWith($"{package} "));
        entries.Add($"{package} {version}");
        System.IO.File.WriteAllLines(index, entries.Order());
        Information($"The feed has {entries.Count} package(s).");
    });

// The same lock for a block of code, with settings of its own.
Task("List")
    .Does(() =>
    {
        using (ProcessLock($"feed {feed}", new ProcessLockSettings().SetTimeout(TimeSpan.FromSeconds(30))))
        {
            foreach (var entry in System.IO.File.ReadAllLines($"{feed}/index.txt"))
            {
                Information(entry);
            }
        }
    });

RunTarget(target);
