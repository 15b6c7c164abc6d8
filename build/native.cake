// The command line as a native program, where this machine can make one.

using System.Runtime.InteropServices;

var nativeProgram = $"{root}/artifacts/bin/buildlock{(OperatingSystem.IsWindows() ? ".exe" : string.Empty)}";

// The first for which the feed has the compiler: not every feed has every part of the newest one.
string[] nativeFrameworks = ["net10.0", "net9.0"];

void PackNative()
{
    // An old one would be taken for this version's.
    if (System.IO.File.Exists(nativeProgram))
    {
        System.IO.File.Delete(nativeProgram);
    }

    if (WhyNoNativeProgram() is { } reason)
    {
        Console.WriteLine($"Skipped: artifacts/bin/buildlock, the native program. {reason}");
        return;
    }

    var missing = new List<string>();
    foreach (var framework in nativeFrameworks)
    {
        var folder = $"{root}/artifacts/native/{framework}";
        if (Publish(framework, folder) is { } package)
        {
            missing.Add($"{framework}: {package}");
            continue;
        }

        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(nativeProgram));
        System.IO.File.Copy($"{folder}/out/BuildLock.Cli{System.IO.Path.GetExtension(nativeProgram)}", nativeProgram, overwrite: true);
        Console.WriteLine($"{nativeProgram}: {new System.IO.FileInfo(nativeProgram).Length / 1024} KiB, {framework}");
        return;
    }

    Console.WriteLine($"Skipped: artifacts/bin/buildlock, the native program. The feed lacks a package of the native compiler: {string.Join("; ", missing)}");
}

/// <summary>Null, or what the restore says of a package of the compiler that the feed does not have.</summary>
string Publish(string framework, string folder)
{
    // In folders of its own: it restores other packages than the build, and would leave those to the next build.
    var lines = new List<string>();
    var exitCode = StartProcess(
        "dotnet",
        new ProcessSettings
        {
            Arguments = new ProcessArgumentBuilder()
                .Append("publish src/BuildLock.Cli --configuration Release --nologo -nodeReuse:false")
                .Append($"--runtime {RuntimeInformation.RuntimeIdentifier}")
                .Append($"-p:NativeFramework={framework} -p:ContinuousIntegrationBuild=true")
                .Append($"-p:CppCompilerAndLinker={(OnPath("clang") ? "clang" : "gcc")}")
                .AppendSwitchQuoted("--artifacts-path", folder)
                .AppendSwitchQuoted("--output", $"{folder}/out"),
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectedStandardOutputHandler = line =>
            {
                lines.Add(line ?? string.Empty);
                return null; // no line of a framework that is not had
            },
        });

    if (exitCode == 0)
    {
        return null;
    }

    var missing = lines.FirstOrDefault(line => line.Contains("NU110") && (line.Contains("ILCompiler") || line.Contains("NativeAOT")));
    if (missing is null)
    {
        lines.ForEach(Console.WriteLine);
        throw new CakeException(exitCode, $"The native program cannot be made: exit code {exitCode}");
    }

    return missing[missing.IndexOf("NU110")..];
}

string WhyNoNativeProgram()
    => OperatingSystem.IsWindows() || OnPath("clang") || OnPath("gcc") // on Windows the SDK finds Visual Studio's linker, or says that there is none
        ? null
        : "There is neither clang nor gcc to link it.";

bool OnPath(string program)
    => (System.Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Any(folder => System.IO.File.Exists($"{folder}/{program}"));
