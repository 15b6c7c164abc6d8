using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using BuildLock.Engines;
using Xunit;

namespace BuildLock.Tests.Conventions;

/// <summary>Dependencies point down only.</summary>
public sealed class LayerTests
{
    // From the bottom. Engines and Waiting are one layer: the wait loop drives engines, and holds are renewed by the keeper.
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Polyfills"] = [],
        ["Platform"] = [],
        ["Errors"] = ["Text"],
        ["Text"] = [],
        ["Keys"] = ["Platform", "Text"],
        ["Identity"] = ["Platform", "Text", "Keys"],
        ["Queueing"] = ["Platform", "Identity"],
    };

    public static TheoryData<string> Lower => new(MayUse.Keys);

    public static TheoryData<string> EngineFolders => new(LockEngines.All.Select(e => e.GetType().Namespace!.Split('.')[^1]).Distinct());

    [Theory]
    [MemberData(nameof(Lower))]
    public void A_lower_folder_uses_only_those_below(string folder)
    {
        string[] forbidden = Directory.EnumerateDirectories(SourceTree.Core).Select(d => Path.GetFileName(d)!)
            .Except(["bin", "obj", folder]).Except(MayUse[folder]).ToArray();
        Assert.Contains("Engines", forbidden);

        Assert.Empty(Mentions("src/BuildLock/" + folder, forbidden));
    }

    [Theory]
    [MemberData(nameof(EngineFolders))]
    public void An_engine_knows_no_other(string folder)
        => Assert.Empty(Mentions("src/BuildLock/Engines/" + folder, EngineFolders.Select(r => r.Data).Where(f => f != folder)));

    [Fact]
    public void What_engines_share_knows_none_of_them()
    {
        string engines = Path.Combine(SourceTree.Core, "Engines");
        string[] folders = EngineFolders.Select(r => r.Data).ToArray();
        foreach (string shared in Directory.EnumerateDirectories(engines).Select(d => Path.GetFileName(d)!).Except(folders))
        {
            Assert.Empty(Mentions("src/BuildLock/Engines/" + shared, folders));
        }
    }

    [Fact]
    public void Only_the_list_names_the_engines()
    {
        string[] names = LockEngines.All.Select(e => e.GetType().Name).ToArray();
        Assert.True(names.Length >= 3);

        IEnumerable<string> files = SourceTree.Files("src").Where(f =>
            Regex.IsMatch(SourceTree.Code(f), $@"\b({string.Join('|', names)})\b") && !names.Contains(Path.GetFileNameWithoutExtension(f)));

        Assert.Equal(["src/BuildLock/Engines/LockEngines.cs"], files.Select(SourceTree.Relative));
    }

    // Namespaces, or the last part of one with a member behind it.
    private static IEnumerable<string> Mentions(string folder, IEnumerable<string> forbidden)
    {
        var mention = new Regex($@"\busing BuildLock\.(Engines\.)?({string.Join('|', forbidden)})\b|(?<![.\w])(BuildLock\.)?(Engines\.)?({string.Join('|', forbidden)})\.[A-Z]");
        return SourceTree.Files(folder)
            .SelectMany(f => mention.Matches(SourceTree.Code(f)).Select(m => SourceTree.Relative(f) + ": " + m.Value));
    }
}
