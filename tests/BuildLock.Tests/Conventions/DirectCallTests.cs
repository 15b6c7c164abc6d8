using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace BuildLock.Tests.Conventions;

/// <summary>The native program's list of libc functions is the one that the code imports: what is missing there is searched for
/// in every folder when it runs, and what is left over was forgotten.</summary>
public sealed partial class DirectCallTests
{
    private static readonly string[] OnlyMacOs = ["renamex_np", "renameatx_np", "fstat", "fstat_x64", "fstatat", "fstatat_x64", "fdopendir", "readdir", "readdir_x64", "closedir"];

    [Fact]
    public void Every_function_of_libc_is_bound_by_the_linker()
    {
        string[] imported = SourceTree.Files("src/BuildLock").Concat(SourceTree.Files("src/BuildLock.Cli"))
            .SelectMany(file => Import().Matches(SourceTree.Code(file)))
            .Select(match => match.Groups["function"].Value)
            .Except(OnlyMacOs)
            .Order(StringComparer.Ordinal)
            .ToArray();

        string[] bound = XDocument.Load(Path.Combine(SourceTree.Root, "src", "BuildLock.Cli", "BuildLock.Cli.csproj")).Descendants("DirectPInvoke")
            .SelectMany(item => item.Attribute("Include")!.Value.Split(';'))
            .Where(name => name.StartsWith("libc!", StringComparison.Ordinal))
            .Select(name => name["libc!".Length..])
            .ToArray();

        Assert.Equal(imported, bound);
    }

    [GeneratedRegex("""\[DllImport\("libc"[^\]]*\]\s*private static extern [\w.]+ (?<function>\w+)\(""", RegexOptions.ExplicitCapture)]
    private static partial Regex Import();
}
