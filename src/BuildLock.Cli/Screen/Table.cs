using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BuildLock.Text;

namespace BuildLock.Cli.Screen;

/// <summary>Rows in columns that are as wide as what is in them.</summary>
internal static class Table
{
    private const string Gap = "  ";

    /// <param name="rows">The rows, the first of which is the head.</param>
    /// <param name="elastic">The column that is cut when the whole is too wide.</param>
    /// <param name="width">The width to keep to, or 0 for none.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<string[]> rows, int elastic, int width)
    {
        rows = rows.Select(row => Array.ConvertAll(row, DisplayText.OneLine)).ToList(); // a line may begin with a stranger's key
        int[] widths = rows[0].Select((_, column) => rows.Max(row => Cells(row[column]))).ToArray();
        int excess = width == 0 ? 0 : widths.Sum() + (Gap.Length * (widths.Length - 1)) - width;
        if (excess > 0)
        {
            widths[elastic] = Math.Max(12, widths[elastic] - excess);
        }

        return rows.Select(row => string.Join(Gap, row.Select((cell, column) => Fit(cell, widths[column]))).TrimEnd());
    }

    private static string Fit(string cell, int width)
    {
        while (Cells(cell) > width)
        {
            cell = DisplayText.Cut(cell.TrimEnd('…'), Math.Max(2, cell.TrimEnd('…').Length - Math.Max(1, (Cells(cell) - width) / 2)));
        }

        return cell + new string(' ', width - Cells(cell));
    }

    /// <summary>How many places a text takes on a terminal, nearly: East Asian characters and most symbols beyond the basic
    /// plane take two, marks that combine none.</summary>
    internal static int Cells(string text)
    {
        int cells = 0;
        for (int i = 0; i < text.Length; i++)
        {
            cells += CharUnicodeInfo.GetUnicodeCategory(text[i]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
                : char.IsSurrogate(text[i]) ? 1 // two halves, two places
                : text[i] is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7A3') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE6F') or (>= '\uFF00' and <= '\uFF60') or (>= '\uFFE0' and <= '\uFFE6') ? 2
                : 1;
        }

        return cells;
    }
}
