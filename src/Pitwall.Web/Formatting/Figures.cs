using System.Globalization;

namespace Pitwall.Web.Formatting;

/// <summary>How figures look everywhere: three significant digits where a size is the point, all digits where a count is.</summary>
public static class Figures
{
    /// <summary>Nano-dollars in a dollar.</summary>
    public const long NanosPerDollar = 1_000_000_000;

    private const long NanosPerCent = NanosPerDollar / 100;
    private static readonly string[] s_decimal = ["", "K", "M", "B", "T"];
    private static readonly string[] s_binary = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>Tokens: <c>999</c>, <c>1.2K</c>, <c>45.6M</c>.</summary>
    public static Figure Tokens(long tokens) => Scale(tokens, 1000, s_decimal);

    /// <summary>Bytes in powers of 1024: <c>12 B</c>, <c>1.5 KB</c>.</summary>
    public static Figure Bytes(long bytes)
    {
        var figure = Scale(bytes, 1024, s_binary);
        return figure with { Unit = " " + figure.Unit };
    }

    /// <summary>All digits, grouped: <c>12,345</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>
    /// Dollars: <c>$0</c>, <c>&lt;$0.01</c>, <c>$12.34</c>, from ten thousand on without cents. Half a cent rounds up.
    /// </summary>
    /// <param name="nanos">Nano-dollars.</param>
    public static string Money(long nanos)
    {
        if (nanos == 0) return "$0";
        var sign = nanos < 0 ? "−" : "";
        var size = Math.Abs((decimal)nanos);
        if (size < NanosPerCent) return size * 2 >= NanosPerCent ? sign + "$0.01" : sign + "<$0.01";
        var dollars = size / NanosPerDollar;
        var format = dollars >= 9_999.995m ? "N0" : "N2";
        var digits = format == "N0" ? 0 : 2;
        return sign + "$" + Math.Round(dollars, digits, MidpointRounding.AwayFromZero).ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Dollars with every digit that is known, for a tool tip: <c>$0.001234567</c>.</summary>
    public static string MoneyExact(long nanos) =>
        "$" + ((decimal)nanos / NanosPerDollar).ToString("0.00#######", CultureInfo.InvariantCulture);

    /// <summary>A share of a whole: <c>0%</c>, <c>&lt;1%</c>, <c>93%</c>, <c>&gt;99%</c>; a dash where there is no whole.</summary>
    public static string Percent(double part, double whole)
    {
        if (whole <= 0) return "–";
        var percent = part / whole * 100;
        if (percent is > 0 and < 1) return "<1%";
        if (percent is > 99 and < 100) return ">99%";
        return Math.Round(percent, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>One of a thing, several of a thing: <c>1 session</c>, <c>1,234 sessions</c>.</summary>
    public static string Plural(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    private static Figure Scale(long value, int step, string[] units)
    {
        var size = (decimal)value;
        var unit = 0;
        // Rounding may carry a figure into the next unit: 999,950 is 1.0M, not 1000K.
        while (Math.Abs(Round(size, unit)) >= step && unit < units.Length - 1)
        {
            size /= step;
            unit++;
        }
        var rounded = Round(size, unit);
        var format = unit == 0 || Math.Abs(rounded) >= 100 ? "0" : "0.0";
        return new Figure(rounded.ToString(format, CultureInfo.InvariantCulture), units[unit]);
    }

    private static decimal Round(decimal size, int unit) =>
        Math.Round(size, unit == 0 || Math.Abs(size) >= 99.95m ? 0 : 1, MidpointRounding.AwayFromZero);
}
