using System.IO;
using BuildLock.Faults.Tests.Machine;
using BuildLock.Identity;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault12_lost_reply : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public void An_entry_that_exists_with_our_own_text_is_ours(string engine)
    {
        // As a network file system has it: the request was carried out, its answer got lost, and it was sent again.
        var forged = new Forged(Key, Options(engine));
        forged.Folder.Create();
        string ours = HolderText.Write(forged.Request.NewHolder());
        string theirs = HolderText.Write(forged.Request.NewHolder());

        Assert.True(forged.Folder.TryClaim(1, ours));
        Assert.True(forged.Folder.TryClaim(1, ours));
        Assert.False(forged.Folder.TryClaim(1, theirs));
        Assert.Equal(ours, File.ReadAllText(forged.HolderFile(1)));
    }
}
