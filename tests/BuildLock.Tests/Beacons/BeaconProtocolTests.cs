using System;
using System.Linq;
using System.Text;
using BuildLock.Beacons;
using Xunit;

namespace BuildLock.Tests.Beacons;

/// <summary>The bytes, which other versions rely on.</summary>
public sealed class BeaconProtocolTests
{
    [Fact]
    public void The_first_twelve_bytes_never_change()
        => Assert.Equal("BUILDLOCK/1\n", Encoding.ASCII.GetString(BeaconProtocol.Magic));

    [Fact]
    public void Hello_is_id_waited_length_and_text()
    {
        byte[] id = Enumerable.Range(1, 16).Select(i => (byte)i).ToArray();

        byte[] hello = BeaconProtocol.Hello(id, TimeSpan.FromMilliseconds(0x01020304), "hé");

        Assert.Equal([.. id, 0, 0, 0, 0, 1, 2, 3, 4, 0, 3, (byte)'h', 0xC3, 0xA9], hello);
    }

    [Fact]
    public void Frames_are_type_length_and_payload()
    {
        Assert.Equal([(byte)'H', 0, 2, (byte)'o', (byte)'k'], BeaconProtocol.Text(BeaconProtocol.HolderFrame, "ok"));
        Assert.Equal([(byte)'U', 0, 0], BeaconProtocol.Text(BeaconProtocol.UnknownFrame, string.Empty));
        Assert.Equal([(byte)'Q', 0, 2, 1, 2], BeaconProtocol.Place(258));
        Assert.Equal([(byte)'R', 0, 3, 3, 0, 7], BeaconProtocol.Released(PreviousOutcome.Expired, 7));
    }

    [Fact]
    public void Numbers_that_do_not_fit_are_the_largest_that_do()
    {
        Assert.Equal([(byte)'Q', 0, 2, 255, 255], BeaconProtocol.Place(70_000));
        Assert.Equal([(byte)'R', 0, 3, 1, 255, 255], BeaconProtocol.Released(PreviousOutcome.Released, 70_000));
    }

    [Fact]
    public void A_text_that_is_too_long_is_cut_to_8192_bytes()
    {
        byte[] frame = BeaconProtocol.Text(BeaconProtocol.HolderFrame, new string('x', 9_000));

        Assert.Equal(3 + 8192, frame.Length);
        Assert.Equal([(byte)'H', 0x20, 0x00], frame.Take(3));
    }

    /// <summary>Three bytes for each character is the most that UTF-8 needs.</summary>
    [Fact]
    public void The_longest_key_and_description_together_are_not_cut()
    {
        string text = BuildLock.Identity.HolderText.Write(SampleHolder.Create(new string('漢', 512)), ("key", new string('漢', 1024)));

        byte[] frame = BeaconProtocol.Text(BeaconProtocol.HolderFrame, text);

        Assert.EndsWith("end\n", Encoding.UTF8.GetString(frame), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x01, 0x02 }, 0, 2, 0x0102)]
    [InlineData(new byte[] { 9, 0xFF, 0xFF }, 1, 2, 0xFFFF)]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0, 0, 0 }, 0, 8, 0x01000000)]
    public void Numbers_are_read_with_the_high_byte_first(byte[] bytes, int offset, int length, long number)
        => Assert.Equal(number, BeaconProtocol.ReadNumber(bytes, offset, length));
}
