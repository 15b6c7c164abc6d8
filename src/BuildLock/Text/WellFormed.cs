namespace BuildLock.Text;

/// <summary>Whether text is well-formed UTF-16 (Unicode standard, D84): every surrogate is half of a pair.</summary>
internal static class WellFormed
{
    public static int IndexOfLoneSurrogate(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
                continue;
            }

            return i;
        }

        return -1;
    }
}
