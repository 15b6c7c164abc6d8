#load "native.cake"
#load "paths.cake"

Task("pack")
    .Description("Writes our packages to artifacts/packages, and the native program to artifacts/bin.")
    .IsDependentOn("build")
    .Does(() =>
    {
        // Only what we made: a package of an earlier version must not be picked up by a test of this one.
        if (System.IO.Directory.Exists(packagesFolder))
        {
            foreach (var old in System.IO.Directory.EnumerateFiles(packagesFolder, "*.*nupkg").ToList())
            {
                System.IO.File.Delete(old);
            }
        }

        // The solution as a whole: projects outside src/ are not packable, and one run is faster than one for each.
        DotNet("pack", solutionFile, "--configuration", Configuration, "--no-build", "--nologo", "-nodeReuse:false");
        PackNative();
        FailWhenPackagesNameThisMachine();
    });
