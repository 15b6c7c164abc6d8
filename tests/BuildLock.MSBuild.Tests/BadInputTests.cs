using System;
using System.IO;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Nonsense is one clear error, locks nothing and leaves nothing.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("bad");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "BL3004", "Neither Key nor Folder")]
    [InlineData("Key=''", "BL3004", "Neither Key nor Folder")]
    [InlineData("Key='' Folder=''", "BL3004", "Neither Key nor Folder")]
    [InlineData("Key='{key}' Folder='existing'", "BL3004", "Both Key")]
    [InlineData("Key='{1025}'", "BL3001", "1025 characters")]
    [InlineData("Key='{key}' Engine='lockdri'", "BL3002", "'lockdri'")]
    [InlineData("Key='{key}' Engine='*'", "BL3002", "port-quorum")]
    [InlineData("Key='{key}' Engine='postgres'", "BL3002", "lockdir")]
    [InlineData("Key='{key}' Timeout='soon'", "BL3003", "'soon'")]
    [InlineData("Key='{key}' Timeout='5 minutes'", "BL3003", "'5 minutes'")]
    [InlineData("Key='{key}' Timeout='NaN'", "BL3003", "'NaN'")]
    [InlineData("Key='{key}' Timeout='1,5'", "BL3003", "'1,5'")]
    [InlineData("Key='{key}' Timeout='00:00:61'", "BL3003", "'00:00:61'")]
    [InlineData("Key='{key}' Timeout='-1'", "BL3003", "zero (try once), positive or infinite")]
    [InlineData("Key='{key}' Timeout='-00:00:05'", "BL3003", "zero (try once), positive or infinite")]
    [InlineData("Key='{key}' Timeout='-1ms'", "BL3003", "zero (try once), positive or infinite")]
    [InlineData("Key='{key}' Timeout='-0.001'", "BL3003", "zero (try once), positive or infinite")]
    [InlineData("Key='{key}' ExpireAfter='0'", "BL3003", "ExpireAfter")]
    [InlineData("Key='{key}' ExpireAfter='-10s'", "BL3003", "ExpireAfter")]
    [InlineData("Key='{key}' ExpireAfter='99ms'", "BL3003", "at least 100 ms")]
    [InlineData("Key='{key}' ExpireAfter='infinite'", "BL3003", "finite")]
    [InlineData("Key='{key}' MaxHold='0'", "BL3003", "MaxHold")]
    [InlineData("Key='{key}' MaxHold='-1s'", "BL3003", "MaxHold")]
    [InlineData("Key='{key}' MaxHold='tomorrow'", "BL3003", "'tomorrow'")]
    [InlineData("Key='{key}' OnTimeout='shrug'", "BL3007", "error, warn or continue")]
    [InlineData("Key='{key}' Scope='Galaxy'", "BL3007", "Machine or User")]
    [InlineData("Key='{key}' Scope='1'", "BL3007", "Machine or User")]
    [InlineData("Folder='missing'", "BL3005", "does not exist")]
    [InlineData("Folder='existing/file.txt'", "BL3005", "it is a file")]
    [InlineData("Folder='/'", "BL3006", "root")]
    [InlineData("Folder='existing/../../../../../../../../..'", "BL3006", "root")]
    [InlineData("Folder='existing' Engine='port-quorum'", "BL3006", "lockdir")]
    [InlineData("Key='{key}' Engine='lockdir' LockDirectory='existing/file.txt'", "BL2006", "file.txt")]
    public void Nonsense_is_one_error_and_nothing_is_locked_or_left(string attributes, string code, string says)
    {
        _folder.Write("existing/file.txt", string.Empty);
        attributes = attributes.Replace("{key}", _key, StringComparison.Ordinal).Replace("{1025}", new string('k', 1025), StringComparison.Ordinal);
        UserProject project = UserProject.Plain(
            _folder,
            "bad",
            $"<Target Name='Bad'><AcquireProcessLock {attributes} ContinueOnError='ErrorAndContinue' /></Target>",
            new LockedTarget($"Key='{_key}'") { Name = "Good", Settings = "Timeout='0'" },
            "<Target Name='Build' DependsOnTargets='Bad;Good' />");
        string[] before = Entries();

        // The good one in the same build is refused if the bad one left anything locked.
        BuildResult result = project.Run();

        Assert.Contains(says, result.AssertOneError(code), StringComparison.Ordinal);
        Assert.True(Assert.Single(AcquireOutputs.AllOf(result)).Held);
        Assert.Empty(result.Warnings);
        Assert.Equal(before, Entries());
    }

    [Fact]
    public void A_key_of_1024_characters_is_fine()
        => UserProject.Plain(_folder, "long", new LockedTarget($"Key='{_key.PadRight(1024, 'k')}'"), new LockedTarget($"Key='{_key.PadRight(1024, 'k')}' Engine='lockdir'") { Name = "Directory", Hook = "AfterTargets='Build'" })
            .RunWell();

    private string[] Entries() => [.. Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
