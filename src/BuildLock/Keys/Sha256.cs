using System;

namespace BuildLock.Keys;

/// <summary>SHA-256 (FIPS 180-4, section 6.2) of a short text.</summary>
/// <remarks>
/// Not the one of <c>System.Security.Cryptography</c>: its first use in a process loads and starts OpenSSL, which takes
/// longer than everything else that a first lock does together (4 to 8 ms measured). Nothing here is secret, so nothing
/// depends on the time that it takes. <c>Sha256Tests</c> compares the two.
/// </remarks>
internal static class Sha256
{
    private const int BlockBytes = 64;
    private const int LengthBytes = 8;

    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2).
    private static readonly uint[] RoundConstants =
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>The 32 bytes of the hash.</summary>
    public static byte[] Hash(byte[] input)
    {
        // Of the square roots of the first eight primes (section 5.3.3).
        uint[] state = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
        byte[] padded = Pad(input);
        uint[] schedule = new uint[64];
        for (int start = 0; start < padded.Length; start += BlockBytes)
        {
            Expand(padded, start, schedule);
            Compress(state, schedule);
        }

        byte[] hash = new byte[32];
        for (int i = 0; i < hash.Length; i++)
        {
            hash[i] = (byte)(state[i / 4] >> (24 - (8 * (i % 4))));
        }

        return hash;
    }

    // One bit 1, zeros, and the length in bits, to whole blocks (section 5.1.1).
    private static byte[] Pad(byte[] input)
    {
        int blocks = (input.Length + 1 + LengthBytes + BlockBytes - 1) / BlockBytes;
        byte[] padded = new byte[blocks * BlockBytes];
        Buffer.BlockCopy(input, 0, padded, 0, input.Length);
        padded[input.Length] = 0x80;
        ulong bits = (ulong)input.Length * 8;
        for (int i = 0; i < LengthBytes; i++)
        {
            padded[padded.Length - 1 - i] = (byte)(bits >> (8 * i));
        }

        return padded;
    }

    private static void Expand(byte[] bytes, int start, uint[] schedule)
    {
        for (int i = 0; i < 16; i++)
        {
            int at = start + (4 * i);
            schedule[i] = ((uint)bytes[at] << 24) | ((uint)bytes[at + 1] << 16) | ((uint)bytes[at + 2] << 8) | bytes[at + 3];
        }

        for (int i = 16; i < schedule.Length; i++)
        {
            uint x = schedule[i - 15];
            uint y = schedule[i - 2];
            uint sigma0 = Rotate(x, 7) ^ Rotate(x, 18) ^ (x >> 3);
            uint sigma1 = Rotate(y, 17) ^ Rotate(y, 19) ^ (y >> 10);
            schedule[i] = unchecked(sigma1 + schedule[i - 7] + sigma0 + schedule[i - 16]);
        }
    }

    private static void Compress(uint[] state, uint[] schedule)
    {
        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        unchecked
        {
            for (int i = 0; i < schedule.Length; i++)
            {
                uint sum1 = Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25);
                uint choice = (e & f) ^ (~e & g);
                uint first = h + sum1 + choice + RoundConstants[i] + schedule[i];
                uint sum0 = Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22);
                uint majority = (a & b) ^ (a & c) ^ (b & c);
                (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + sum0 + majority);
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
            state[5] += f;
            state[6] += g;
            state[7] += h;
        }
    }

    private static uint Rotate(uint value, int bits) => (value >> bits) | (value << (32 - bits));
}
