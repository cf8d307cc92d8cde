using System.Globalization;

namespace Pitwall.Sessions.Usage;

/// <summary>
/// Cuts calls into estimated 5-hour windows: a window opens at the full hour of a call, and the next one opens with the
/// first call more than 5 hours after that, or more than 5 hours after the call before.
/// </summary>
internal static class UsageBlocks
{
    private const long WindowMs = 5 * 3_600_000;
    private const long HourMs = 3_600_000;
    private static readonly long s_firstMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long s_lastMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The windows of some cells, and the gaps between them.</summary>
    public static List<UsageBlock> Build(IEnumerable<UsageCell> cells, long nowMs)
    {
        var blocks = new List<UsageBlock>();
        var open = new List<UsageCell>();
        var (startMs, lastMs) = (0L, 0L);
        foreach (var cell in cells.OrderBy(c => c.FirstMs))
        {
            if (open.Count > 0 && (cell.FirstMs - startMs > WindowMs || cell.FirstMs - lastMs > WindowMs))
            {
                blocks.Add(Close(startMs, open, nowMs));
                if (cell.FirstMs - lastMs > WindowMs)
                    blocks.Add(Gap(lastMs + WindowMs, cell.FirstMs));
                open.Clear();
            }

            if (open.Count == 0)
                (startMs, lastMs) = (cell.FirstMs - (cell.FirstMs % HourMs + HourMs) % HourMs, cell.LastMs);
            open.Add(cell);
            lastMs = Math.Max(lastMs, cell.LastMs);
        }

        if (open.Count > 0)
            blocks.Add(Close(startMs, open, nowMs));
        return blocks;
    }

    private static UsageBlock Close(long startMs, List<UsageCell> calls, long nowMs)
    {
        var row = new UsageRowBuilder(Iso(startMs));
        foreach (var call in calls)
            row.Add(call);
        var built = row.Build();
        var endMs = startMs + WindowMs;
        var active = nowMs - built.LastMs < WindowMs && nowMs < endMs;
        return new UsageBlock { StartMs = startMs, EndMs = endMs, IsActive = active, Row = built, Burn = active ? Burn(built, endMs, nowMs) : null };
    }

    private static UsageBlock Gap(long startMs, long endMs) =>
        new() { StartMs = startMs, EndMs = endMs, IsGap = true, Row = new UsageRowBuilder(Iso(startMs)).Build() };

    private static BurnRate? Burn(UsageRow row, long endMs, long nowMs)
    {
        var minutes = (row.LastMs - row.FirstMs) / 60_000.0;
        if (minutes <= 0)
            return null;
        var tokens = row.Usage.Total / minutes;
        var dollars = row.CostNanos / 1e9 / minutes;
        var remaining = Math.Max(0, (endMs - nowMs) / 60_000.0);
        return new BurnRate(
            tokens,
            (row.Usage.Input + row.Usage.Output) / minutes,
            dollars * 60,
            remaining,
            row.Usage.Total + tokens * remaining,
            row.CostNanos / 1e9 + dollars * remaining);
    }

    /// <summary>A moment as RFC 3339 with milliseconds, UTC; one beyond the calendar is drawn to its edge.</summary>
    public static string Iso(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(ms, s_firstMs, s_lastMs)).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
