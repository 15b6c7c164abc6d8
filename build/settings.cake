// Where things are. Cake starts a script in the script's own folder; every path below is absolute instead.

var root = MakeAbsolute(Directory("..")).FullPath;
Context.Environment.WorkingDirectory = root;

var solutionFile = $"{root}/BuildLock.sln";
var packagesFolder = $"{root}/artifacts/packages";
var testResultsFolder = $"{root}/artifacts/test-results";
const string Configuration = "Release";

/// <summary>Runs the dotnet command line in the root folder; anything but success ends the target.</summary>
void DotNet(params string[] arguments)
{
    var exitCode = StartProcess("dotnet", new ProcessSettings
    {
        Arguments = arguments.Aggregate(new ProcessArgumentBuilder(), (all, one) => all.AppendQuoted(one)),
        WorkingDirectory = root,
    });

    if (exitCode != 0)
    {
        throw new CakeException(exitCode, $"dotnet {string.Join(' ', arguments)}: exit code {exitCode}");
    }
}

/// <summary>The project files of a top folder, without what a build left in bin and obj.</summary>
List<string> ProjectsBelow(string folder, string pattern)
{
    return System.IO.Directory.Exists($"{root}/{folder}")
        ? System.IO.Directory.EnumerateFiles($"{root}/{folder}", pattern, SearchOption.AllDirectories)
            .Select(path => path.Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/") && !path.Contains("/obj/"))
            .OrderBy(path => path, StringComparer.Ordinal)
            .ToList()
        : [];
}
