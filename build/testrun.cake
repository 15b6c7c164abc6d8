using System.Diagnostics;
using System.Xml.Linq;

// A test project is a program (xunit.v3): it is started directly, writes its results as XML, and this script counts.

const string CampaignTrait = "Category=Campaign";

// Longer than any test project takes. A test of a lock that hangs must end as a failure with a name, not as a build
// that the server kills without one.
var testDeadline = TimeSpan.FromMinutes(Argument("test-deadline-minutes", 30));
var campaignDeadline = TimeSpan.FromMinutes(Argument("campaign-deadline-minutes", 240));

var passed = 0;
var skipped = new List<string>();
var failed = new List<string>();
var testsRequested = false;

Task("test")
    .Description("Runs every test but the campaigns.")
    .IsDependentOn("build")
    .IsDependentOn("pack") // tests of packages install what lies in artifacts/packages
    .Does(() => RunTests(testDeadline, "-trait-", CampaignTrait));

Task("campaign")
    .Description("Runs only the long campaigns.")
    .IsDependentOn("build")
    .IsDependentOn("pack")
    .Does(() => RunTests(campaignDeadline, "-trait", CampaignTrait));

void RunTests(TimeSpan deadline, params string[] selection)
{
    testsRequested = true;

    if (System.IO.Directory.Exists(testResultsFolder))
    {
        System.IO.Directory.Delete(testResultsFolder, recursive: true);
    }

    System.IO.Directory.CreateDirectory(testResultsFolder);

    var part = Argument("filter", string.Empty);
    var projects = ProjectsBelow("tests", "*.Tests.csproj")
        .Where(path => Name(path).Contains(part, StringComparison.OrdinalIgnoreCase));

    foreach (var project in projects)
    {
        RunTestProject(project, Name(project), deadline, selection);
        if (Name(project) == "BuildLock.Cli.Tests" && System.IO.File.Exists(nativeProgram))
        {
            // The same tests: whoever takes the native program takes the same command.
            System.Environment.SetEnvironmentVariable("BUILDLOCK_TEST_CLI", nativeProgram);
            RunTestProject(project, "BuildLock.Cli.Tests (native)", deadline, selection);
            System.Environment.SetEnvironmentVariable("BUILDLOCK_TEST_CLI", null);
        }
    }

    PrintList("Skipped", skipped);
    PrintList("Failed", failed);

    if (failed.Count > 0)
    {
        throw new CakeException($"{failed.Count} failed.");
    }

    if (passed == 0)
    {
        throw new CakeException("No test ran, and that is not a success.");
    }
}

void RunTestProject(string project, string title, TimeSpan deadline, string[] selection)
{
    var name = Name(project);
    var results = $"{testResultsFolder}/{title}.xml";
    var folder = System.IO.Path.GetDirectoryName(project);
    var programs = System.IO.Directory.Exists($"{folder}/bin/{Configuration}")
        ? System.IO.Directory.GetFiles($"{folder}/bin/{Configuration}", $"{name}.dll", SearchOption.AllDirectories)
        : [];

    if (programs.Length != 1)
    {
        failed.Add($"{name}: expected one built {name}.dll in bin/{Configuration}, found {programs.Length}");
        return;
    }

    Console.WriteLine($"\n{title}");
    var end = RunWithDeadline(
        deadline,
        System.IO.Path.GetDirectoryName(programs[0]),
        [programs[0], "-xml", results, "-noLogo", "-noColor", "-noAutoReporters", "-longRunning", "15", .. selection]);

    var counted = Count(results, title);
    if (end is not null)
    {
        failed.Add($"{title}: {end}");
    }
    else if (counted is null)
    {
        failed.Add($"{title}: ended without results");
    }
}

/// <summary>Null for an ending that the results explain (all passed, or some failed), otherwise what went wrong.</summary>
string RunWithDeadline(TimeSpan deadline, string folder, IEnumerable<string> arguments)
{
    using var process = System.Diagnostics.Process.Start(
        new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, UseShellExecute = false });

    if (!process.WaitForExit(deadline))
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return $"killed, it had not ended after {deadline.TotalMinutes} minutes";
    }

    return process.ExitCode is 0 or 1 ? null : $"crashed, exit code {process.ExitCode}";
}

/// <summary>Adds one project's results to the totals; null when there are none to read.</summary>
int? Count(string results, string project)
{
    XDocument document;
    try
    {
        document = XDocument.Load(results);
    }
    catch (Exception e) when (e is System.IO.IOException or System.Xml.XmlException)
    {
        return null; // the process died before or while it wrote them
    }

    var tests = document.Descendants("test").ToList();
    foreach (var test in tests)
    {
        var line = $"{project}: {Text(test.Attribute("name")?.Value)}";
        switch (test.Attribute("result")?.Value)
        {
            case "Pass":
                passed++;
                break;
            case "Skip":
                skipped.Add($"{line}\n    {Text(test.Element("reason")?.Value)}");
                break;
            case "NotRun": // marked explicit: nobody asked for it
                break;
            default:
                failed.Add($"{line}\n    {Text(test.Element("failure")?.Element("message")?.Value)}");
                break;
        }
    }

    // What failed outside a test, such as the clean-up of a fixture.
    var errors = document.Descendants("error").ToList();
    foreach (var error in errors)
    {
        var message = error.Descendants("message").FirstOrDefault()?.Value;
        failed.Add($"{project}: {error.Attribute("type")?.Value} {error.Attribute("name")?.Value}\n    {Text(message)}");
    }

    return tests.Count + errors.Count;
}

void PrintList(string title, List<string> lines)
{
    if (lines.Count > 0)
    {
        Console.WriteLine($"\n{title} ({lines.Count})");
        foreach (var line in lines)
        {
            Console.WriteLine($"  {line}");
        }
    }
}

string Name(string project) => System.IO.Path.GetFileNameWithoutExtension(project);

// The runner escapes quotes in its XML with a backslash as well.
string Text(string value) => (value ?? "(no message)").Replace("\\\"", "\"").Replace("\n", "\n    ");

/// <summary>
/// Runs the target. When it ran tests, the very last line says how they went, after Cake's own report and error.
/// </summary>
void RunTargetAndCount(string target)
{
    try
    {
        RunTarget(target);
    }
    catch (Exception e) when (testsRequested)
    {
        Error("{0}", e.Message);
        PrintClosingLine();
        System.Environment.Exit(1); // to throw would let Cake print after the closing line
    }

    if (testsRequested)
    {
        PrintClosingLine();
    }
}

void PrintClosingLine()
{
    Console.Out.Flush();
    Console.Error.Flush();
    Console.WriteLine($"{passed} passed, {failed.Count} failed, {skipped.Count} skipped");
    Console.Out.Flush();
}
