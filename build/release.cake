// What a release has to pass. Everyday builds ask no service and no lock file: the same commit must not build today and
// fail tomorrow. A release must.

// Known to be vulnerable, GHSA-5crp-9r3c-p9vr. A feed that does not say so knows no vulnerability at all, and "dotnet package
// list --vulnerable" then says without a word of warning that there is none.
const string VulnerablePackage = "Newtonsoft.Json";
const string VulnerableVersion = "12.0.3";
const string Audited = "-p:NuGetAudit=true -p:NuGetAuditMode=all -p:NuGetAuditLevel=low";

Task("locks")
    .Description("Writes the lock files in build/locks anew.")
    .Does(() =>
    {
        foreach (var project in ProjectsBelow("src", "*.csproj"))
        {
            DotNet("restore", project, "--force-evaluate", "-p:LockedRestore=write");
        }
    });

Task("audit")
    .Description("Restores by the lock files, and fails for a known vulnerability in what we build with.")
    .Does(() =>
    {
        FailWhenTheFeedKnowsNoVulnerabilities();
        foreach (var project in ProjectsBelow("src", "*.csproj"))
        {
            // A vulnerability is a warning (NU1901 to NU1904), and warnings are errors.
            DotNet(["restore", project, "--force", "-p:LockedRestore=true", .. Audited.Split(' ')]);
        }
    });

Task("release")
    .Description("What has to pass before packages are published.")
    .IsDependentOn("audit")
    .IsDependentOn("verify");

void FailWhenTheFeedKnowsNoVulnerabilities()
{
    var folder = $"{root}/artifacts/audit";
    System.IO.Directory.CreateDirectory(folder);
    foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
    {
        System.IO.File.WriteAllText($"{folder}/{name}", "<Project />"); // not the repository's
    }

    System.IO.File.WriteAllText($"{folder}/audit.csproj", $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup>
          <ItemGroup><PackageReference Include="{VulnerablePackage}" Version="{VulnerableVersion}" /></ItemGroup>
        </Project>
        """);
    var lines = new List<string>();
    var exitCode = StartProcess(
        "dotnet",
        new ProcessSettings
        {
            Arguments = new ProcessArgumentBuilder().Append("restore").AppendQuoted($"{folder}/audit.csproj").Append("--force").Append(Audited),
            RedirectStandardOutput = true,
            RedirectedStandardOutputHandler = line =>
            {
                lines.Add(line ?? string.Empty);
                return null;
            },
        });
    if (!lines.Any(line => line.Contains("NU190", StringComparison.Ordinal) && line.Contains(VulnerablePackage, StringComparison.Ordinal)))
    {
        lines.ForEach(Console.WriteLine);
        throw new CakeException(
            exitCode == 0 ? 1 : exitCode,
            $"Nothing was audited: this feed does not report {VulnerablePackage} {VulnerableVersion}, which is known to be vulnerable, so it would report nothing else. Audit with a feed that has vulnerability data.");
    }
}
