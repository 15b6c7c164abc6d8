Task("format")
    .Description("Fails when a file is not formatted; to repair: dotnet format BuildLock.sln")
    .Does(() =>
    {
        DotNet("restore", solutionFile);
        DotNet("format", "whitespace", solutionFile, "--no-restore", "--verify-no-changes");

        // What somebody else named, and samples, which are a user's code: they have RunAnalyzers off, which dotnet format
        // does not hear.
        DotNet(
            "format", solutionFile, "--no-restore", "--verify-no-changes", "--severity", "warn",
            "--exclude", "contracts/", "samples/", "tests/BuildLock.Nuke.SampleBuild/");
    });

// Cheapest first: the format check stops a change before minutes of tests do.
Task("verify")
    .Description("What has to pass before a change is offered.")
    .IsDependentOn("format")
    .IsDependentOn("build")
    .IsDependentOn("pack")
    .IsDependentOn("test");
