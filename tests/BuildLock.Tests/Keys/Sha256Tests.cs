using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using BuildLock.Keys;
using Xunit;

namespace BuildLock.Tests.Keys;

public sealed class Sha256Tests
{
    /// <summary>The examples of FIPS 180-2, appendix B, and the empty text.</summary>
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void The_standards_examples(string text, string hash)
        => Assert.Equal(hash, Convert.ToHexString(Sha256.Hash(Encoding.ASCII.GetBytes(text))), ignoreCase: true);

    /// <summary>Each length of text up to four blocks: the padding differs with it.</summary>
    [Fact]
    public void The_same_as_the_platforms_for_every_length()
    {
        var random = new Random(180_4);
        foreach (int length in Enumerable.Range(0, 257))
        {
            byte[] text = new byte[length];
            random.NextBytes(text);
            Assert.Equal(SHA256.HashData(text), Sha256.Hash(text));
        }
    }
}
