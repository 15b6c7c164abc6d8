Task("build")
    .Description("Compiles the solution in Release with all analyzers.")
    .Does(() =>
    {
        FailWhenSolutionMissesProjects();

        // No node outlives this build: the tests that follow start builds of their own and must not meet our nodes,
        // nor may a node keep a task assembly open that the next build wants to replace.
        DotNet("build", solutionFile, "--configuration", Configuration, "--nologo", "-nodeReuse:false");
    });

/// <summary>A project that the solution does not list would be neither built nor tested, and nobody would notice.</summary>
void FailWhenSolutionMissesProjects()
{
    var listed = System.IO.File.ReadAllText(solutionFile).Replace('\\', '/');
    var forgotten = ProjectsBelow("src", "*.csproj").Concat(ProjectsBelow("tests", "*.Tests.csproj"))
        .Select(path => System.IO.Path.GetRelativePath(root, path).Replace('\\', '/'))
        .Where(path => !listed.Contains($"\"{path}\"", StringComparison.OrdinalIgnoreCase))
        .ToList();

    if (forgotten.Count > 0)
    {
        throw new CakeException(
            $"BuildLock.sln does not list these projects; add them: dotnet sln add {string.Join(' ', forgotten)}");
    }
}
