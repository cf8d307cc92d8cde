using System.Globalization;
using Pitwall.Core.Records;
using Pitwall.Sessions.Usage;

namespace Pitwall.Tests.Sessions.Usage;

/// <summary>Builds cells for the tests of this folder.</summary>
internal static class Cells
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static UsageCell At(string time, long tokens = 10, string model = "claude-opus-4-5", string session = "s1", string agent = "claude", string project = "/home/ada/app", long? cost = 1_000_000_000) =>
        UsageCell.Of(new ModelCall
        {
            Key = "k",
            Agent = agent,
            SessionId = session,
            RootId = session,
            Project = project,
            AtMs = Ms(time),
            Model = model,
            Usage = new TokenUsage { Input = tokens },
            CostNanos = cost,
        });

    public static long Ms(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();

    public static UsageQuery Query(UsagePeriod period, string zone = "UTC") =>
        new() { Period = period, TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone) };
}
