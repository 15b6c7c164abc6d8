using System;
using System.Globalization;
using System.Threading;
using BuildLock.Settings;
using Xunit;

namespace BuildLock.Tests.Settings;

public sealed class LockDurationTests
{
    [Theory]
    [InlineData("00:05:00", 300_000)]
    [InlineData("01:02:03", 3_723_000)]
    [InlineData("00:00:00.250", 250)]
    [InlineData("1.00:00:00", 86_400_000)]
    [InlineData("90s", 90_000)]
    [InlineData("10m", 600_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("3d", 259_200_000)]
    [InlineData("250ms", 250)]
    [InlineData("90", 90_000)]
    [InlineData("1.5", 1_500)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData(".5", 500)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("10 m", 600_000)]
    [InlineData("  10m  ", 600_000)]
    [InlineData("10M", 600_000)]
    [InlineData("250MS", 250)]
    [InlineData("+5s", 5_000)]
    [InlineData("-5s", -5_000)]
    public void Reads(string text, double milliseconds)
        => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), LockDuration.TryParse(text));

    [Theory]
    [InlineData("infinite")]
    [InlineData("Infinite")]
    [InlineData(" INFINITE ")]
    public void Reads_for_ever(string text)
        => Assert.Equal(Timeout.InfiniteTimeSpan, LockDuration.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("s")]
    [InlineData("ms")]
    [InlineData("soon")]
    [InlineData("10min")]
    [InlineData("10 minutes")]
    [InlineData("1,5")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("5s 10ms")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("∞")]
    [InlineData("99:99:99")]
    [InlineData("00:05:00:00:00")]
    [InlineData("9999999999999d")]
    public void Refuses(string text) => Assert.Null(LockDuration.TryParse(text));

    /// <summary>.NET reads 24:00:00 as 24 days. Whoever writes it means a day: that, or a refusal.</summary>
    [Theory]
    [InlineData("24:00:00", 24)]
    [InlineData("48:30:00", 48.5)]
    public void Hours_are_never_read_as_days(string text, double hours)
        => Assert.True(
            LockDuration.TryParse(text) is null || LockDuration.TryParse(text) == TimeSpan.FromHours(hours),
            $"'{text}' was read as {LockDuration.TryParse(text)}");

    /// <summary>.NET's mark for "infinite" is a millisecond below zero; for ever must be written out.</summary>
    [Theory]
    [InlineData("-1ms")]
    [InlineData("-0.001")]
    [InlineData("-0.001s")]
    [InlineData("-00:00:00.001")]
    public void A_negative_number_is_never_for_ever(string text)
        => Assert.Equal("BL3003", Assert.Throws<LockSettingException>(() => new LockOptions().Set("Timeout", text, "test")).Code);

    [Fact]
    public void Reads_and_writes_alike_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

            Assert.Equal(TimeSpan.FromSeconds(1.5), LockDuration.TryParse("1.5s"));
            Assert.Equal("1.5 s", LockDuration.Format(TimeSpan.FromSeconds(1.5)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(250, "250 ms")]
    [InlineData(999.9, "999 ms")]
    [InlineData(1_000, "1 s")]
    [InlineData(1_250, "1.2 s")]
    [InlineData(9_990, "9.9 s")]
    [InlineData(10_000, "10 s")]
    [InlineData(42_700, "42 s")]
    [InlineData(60_000, "60 s")]
    [InlineData(119_999, "119 s")]
    [InlineData(120_000, "2 min")]
    [InlineData(125_000, "2 min 5 s")]
    [InlineData(600_000, "10 min")]
    [InlineData(3_599_999, "59 min 59 s")]
    [InlineData(3_600_000, "1 h")]
    [InlineData(3_900_000, "1 h 5 min")]
    [InlineData(86_399_000, "23 h 59 min")]
    [InlineData(86_400_000, "1 d 0 h")]
    [InlineData(266_400_000, "3 d 2 h")]
    [InlineData(-1, "infinite")]
    public void Writes(double milliseconds, string text)
        => Assert.Equal(text, LockDuration.Format(TimeSpan.FromMilliseconds(milliseconds)));
}
