using Microsoft.Playwright;

namespace Pitwall.EndToEnd.Browsing;

/// <summary>How a page is looked at.</summary>
/// <param name="Width">Window, CSS pixels.</param>
/// <param name="Height">Window, CSS pixels.</param>
/// <param name="Scheme">What the system prefers.</param>
internal sealed record View(int Width = 1440, int Height = 900, ColorScheme Scheme = ColorScheme.Light)
{
    public static View Light { get; } = new();

    public static View Dark { get; } = new(Scheme: ColorScheme.Dark);

    public static View Narrow { get; } = new(390, 844);

    public static View NarrowDark { get; } = new(390, 844, ColorScheme.Dark);

    public static View Wide { get; } = new(3840, 2160);
}
