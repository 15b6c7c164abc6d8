using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BuildLock.Cli.Screen;

/// <summary>How wide and high the terminal is that the standard error or output leads to.</summary>
/// <remarks>Asked of the kernel: <c>Console.WindowWidth</c> looks at the standard output only, and prepares the terminal for
/// reading keys, which is not wanted here.</remarks>
internal static class TerminalSize
{
    private const int Standard = 80;
    private const int StandardRows = 24;
    private const uint GetWindowSize = 0x5413; // TIOCGWINSZ on Linux, all processors that .NET runs on

    public static int Columns => Ask() is { Columns: > 0 } size ? size.Columns : FromVariable("COLUMNS", Standard);

    public static int Rows => Ask() is { Rows: > 0 } size ? size.Rows : FromVariable("LINES", StandardRows);

    private static (int Rows, int Columns) Ask()
    {
        var size = new ushort[4]; // struct winsize: rows, columns, and two that nobody fills
        bool known = OperatingSystem.IsLinux() && (ioctl(2, GetWindowSize, size) == 0 || ioctl(1, GetWindowSize, size) == 0);
        return known ? (size[0], size[1]) : default;
    }

    private static int FromVariable(string name, int standard)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : standard;

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc")]
    private static extern int ioctl(int descriptor, nuint request, [Out] ushort[] size);
#pragma warning restore IDE1006, SA1300
}
