namespace BuildLock.Text;

/// <summary>Characters that a reader does not see and a program may act on.</summary>
/// <remarks>Written out instead of asking <c>char.GetUnicodeCategory</c>, whose tables differ between .NET, .NET Framework and
/// Mono. Sources: UnicodeData (Cc, Zl, Zp, Cs), Default_Ignorable_Code_Point of DerivedCoreProperties, and the bidirectional
/// controls of Unicode standard annex 9.</remarks>
internal static class UnseenCharacter
{
    /// <returns>How many UTF-16 units it takes when there is one at that place; otherwise 0.</returns>
    public static int LengthAt(string text, int i)
    {
        char c = text[i];
        if (c < '\u007F')
        {
            return c < ' ' ? 1 : 0; // nearly all text
        }

        if (!char.IsSurrogate(c))
        {
            return IsUnseen(c) ? 1 : 0;
        }

        return i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1])
            ? IsUnseen(char.ConvertToUtf32(c, text[i + 1])) ? 2 : 0
            : 1; // half a pair is no character
    }

    private static bool IsUnseen(int c)
        => c is (>= 0x7F and <= 0x9F) // DEL and the controls of ISO 6429's upper half
            or 0xAD or 0x034F or 0x061C // soft hyphen, grapheme joiner, Arabic letter mark
            or 0x115F or 0x1160 or 0x3164 or 0xFFA0 // Hangul fillers
            or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) // Khmer, Mongolian
            or (>= 0x200B and <= 0x200F) // zero width space, non-joiner, joiner, direction marks
            or (>= 0x2028 and <= 0x202E) // line and paragraph separator, embeddings and overrides
            or (>= 0x2060 and <= 0x206F) // word joiner, invisible operators, isolates
            or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or (>= 0xFFF0 and <= 0xFFFB) // variation selectors, byte order mark, annotations
            or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A) // shorthand and musical controls
            or (>= 0xE0000 and <= 0xE0FFF); // tags, which spell ASCII unseen, and more variation selectors
}
