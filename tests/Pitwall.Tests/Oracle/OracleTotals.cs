using System.Globalization;

namespace Pitwall.Tests.Oracle;

/// <summary>Tokens and calls of a group.</summary>
internal readonly record struct OracleSum(long Calls, long Input, long Output, long CacheRead, long CacheWrite5m, long CacheWrite1h, long WebSearches)
{
    public long Total => Input + Output + CacheRead + CacheWrite5m + CacheWrite1h;

    public static OracleSum Of(IEnumerable<OracleCall> calls) => calls.Aggregate(default(OracleSum), (s, c) => new OracleSum(
        s.Calls + 1, s.Input + c.Input, s.Output + c.Output, s.CacheRead + c.CacheRead, s.CacheWrite5m + c.CacheWrite5m, s.CacheWrite1h + c.CacheWrite1h, s.WebSearches + c.WebSearches));
}

/// <summary>Adds the oracle's calls up per file, day, session and block.</summary>
internal static class OracleTotals
{
    public static SortedDictionary<string, OracleSum> ByFile(IEnumerable<OracleCall> calls) => Group(calls, c => c.File);

    public static SortedDictionary<string, OracleSum> BySession(IEnumerable<OracleCall> calls) => Group(calls, c => c.Session);

    public static SortedDictionary<string, OracleSum> ByDay(IEnumerable<OracleCall> calls, TimeZoneInfo zone) => Group(calls, c =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(c.AtMs), zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Estimated 5-hour windows by their begin, and how many gaps lie between them.</summary>
    public static (SortedDictionary<string, OracleSum> Blocks, int Gaps) ByBlock(IEnumerable<OracleCall> calls)
    {
        var fiveHours = TimeSpan.FromHours(5);
        var blocks = new SortedDictionary<string, OracleSum>(StringComparer.Ordinal);
        var gaps = 0;
        DateTimeOffset? start = null;
        var last = default(DateTimeOffset);
        var inBlock = new List<OracleCall>();
        foreach (var call in calls.OrderBy(c => c.AtMs))
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(call.AtMs);
            if (start is null || at - start > fiveHours || at - last > fiveHours)
            {
                if (start is { } begun)
                {
                    blocks.Add(begun.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), OracleSum.Of(inBlock));
                    if (at - last > fiveHours)
                        gaps++;
                }

                start = new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, 0, 0, TimeSpan.Zero);
                inBlock = [];
            }

            inBlock.Add(call);
            last = at;
        }

        if (start is { } open)
            blocks.Add(open.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), OracleSum.Of(inBlock));
        return (blocks, gaps);
    }

    private static SortedDictionary<string, OracleSum> Group(IEnumerable<OracleCall> calls, Func<OracleCall, string> key) =>
        new(calls.GroupBy(key, StringComparer.Ordinal).ToDictionary(g => g.Key, OracleSum.Of, StringComparer.Ordinal), StringComparer.Ordinal);
}
