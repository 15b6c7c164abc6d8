using System;
using System.IO;
using Xunit;

namespace BuildLock.Tests.Keys;

public sealed class FolderKeyTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_folder_is_named_by_its_path()
    {
        string folder = _temporary.Create("out");

        var key = LockKey.ForFolder(folder);

        Assert.True(key.IsPath);
        Assert.Equal(folder, key.Text);
    }

    [Theory]
    [InlineData("out/")]
    [InlineData("out//")]
    [InlineData("./out")]
    [InlineData("out/.")]
    [InlineData("out/inner/..")]
    [InlineData("other/../out")]
    public void Every_spelling_of_a_path_is_one_key(string spelling)
    {
        string folder = _temporary.Create("out");
        _temporary.Create("out/inner");
        _temporary.Create("other");

        Assert.Equal(LockKey.ForFolder(folder), LockKey.ForFolder(_temporary.FullPath + "/" + spelling));
    }

    [Fact]
    public void A_relative_path_counts_from_the_current_directory()
    {
        string folder = _temporary.Create("out");
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), folder);

        Assert.Equal(LockKey.ForFolder(folder), LockKey.ForFolder(relative));
    }

    [Fact]
    public void Links_on_the_way_and_at_the_end_are_resolved()
    {
        string folder = _temporary.Create("real/out");
        MakeLink("end", folder);
        MakeLink("way", _temporary.Below("real"));
        MakeLink("chain", _temporary.Below("way"));

        var key = LockKey.ForFolder(folder);

        Assert.Equal(key, LockKey.ForFolder(_temporary.Below("end")));
        Assert.Equal(key, LockKey.ForFolder(_temporary.Below("way/out")));
        Assert.Equal(key, LockKey.ForFolder(_temporary.Below("chain/out/")));
    }

    [Fact]
    public void A_name_never_equals_a_folder()
    {
        string folder = _temporary.Create("out");

        Assert.NotEqual(LockKey.Named(folder), LockKey.ForFolder(folder));
    }

    [Fact]
    public void Two_folders_are_two_keys()
        => Assert.NotEqual(LockKey.ForFolder(_temporary.Create("a")), LockKey.ForFolder(_temporary.Create("b")));

    [Fact]
    public void A_missing_folder_is_refused_with_its_path()
    {
        string missing = _temporary.Below("missing");

        var error = Assert.Throws<LockSettingException>(() => LockKey.ForFolder(missing));

        Assert.Equal("BL3005", error.Code);
        Assert.Contains("'" + missing + "'", error.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(missing), "asking must not create it");
    }

    [Fact]
    public void A_link_to_nowhere_is_a_missing_folder()
    {
        MakeLink("dangling", _temporary.Below("missing"));

        Assert.Equal("BL3005", Assert.Throws<LockSettingException>(() => LockKey.ForFolder(_temporary.Below("dangling"))).Code);
    }

    [Fact]
    public void A_file_is_refused_as_a_file()
    {
        string file = _temporary.Below("file");
        File.WriteAllText(file, string.Empty);

        var error = Assert.Throws<LockSettingException>(() => LockKey.ForFolder(file));

        Assert.Equal("BL3005", error.Code);
        Assert.Contains("it is a file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_root_of_a_file_system_is_refused()
    {
        string root = Path.GetPathRoot(_temporary.FullPath)!;

        var error = Assert.Throws<LockSettingException>(() => LockKey.ForFolder(root));

        Assert.Equal("BL3006", error.Code);
        Assert.Contains("'" + root + "'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "BL3001")]
    [InlineData("", "BL3001")]
    [InlineData("nul\0l", "BL3005")]
    public void What_is_no_path_is_refused(string? path, string code)
        => Assert.Equal(code, Assert.Throws<LockSettingException>(() => LockKey.ForFolder(path)).Code);

    private void MakeLink(string name, string target)
    {
        try
        {
            Directory.CreateSymbolicLink(_temporary.Below(name), target);
        }
        catch (IOException) when (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows lets only administrators and developers make links.");
        }
    }
}
