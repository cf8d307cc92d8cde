using Pitwall.Core.Records;
using Pitwall.Sessions.Reading;
using Pitwall.Sessions.Usage;

namespace Pitwall.Tests.Web;

/// <summary>A made-up session with its timeline and calls.</summary>
public sealed class SampleSession
{
    public required SessionSummary Summary { get; set; }

    public List<TimelineItem> Items { get; init; } = [];

    public List<CallPoint> Calls { get; init; } = [];
}

/// <summary>Makes sessions. The same seed gives the same weeks.</summary>
internal static class SampleSessions
{
    private const long Minute = 60_000, Hour = 60 * Minute, Day = 24 * Hour;

    private static readonly string[] s_titles =
    [
        "Round totals half up before they reach the invoice", "Why does the import stall on files over 2 GB?", "Migrate the settings screen to server components",
        "Flaky test: OrderQueueTests.Drains_in_order", "Write the release notes for 3.2", "Make the search box keep its focus after a swap", "Profile the parser and take the top three hot spots out",
        "Add a dry-run flag to the deploy script", "Explain how leases are fenced", "Upgrade to .NET 10 and fix the warnings", "Reproduce the crash from issue 412 and bisect it",
        "Replace the polling loop with a bounded channel", "Draft the threat model for the plugin host", "Retry with jitter, give up after a minute", "Delete the legacy exporter",
    ];

    private static readonly (string Path, string Branch)[] s_projects =
    [
        ("/home/dev/shop/api", "main"), ("/home/dev/shop/web", "feat/server-components"), ("/home/dev/tools/importer", "fix/large-files"),
        ("/home/dev/infra", "main"), ("/home/dev/notes", ""), (@"C:\work\telemetry\reader", "spike/zero-copy"),
    ];

    private static readonly (string Agent, string[] Models, string Version)[] s_agents =
    [
        ("claude", ["claude-opus-4-5-20251101", "claude-haiku-4-5-20251001"], "2.1.328"), ("claude", ["claude-sonnet-4-5-20250929"], "2.1.328"),
        ("codex", ["gpt-5.2-codex"], "0.169.0"), ("gemini", ["gemini-3-pro"], "0.61.0"), ("claude", ["claude-next-preview"], "2.1.328"),
    ];

    public static List<SampleSession> Make(long now)
    {
        // A linear congruence: the weeks look natural and are the same on every run.
        uint seed = 7;
        List<SampleSession> sessions = [.. SampleTimeline.Everything(now)];
        for (var i = 0; i < 90; i++)
        {
            var project = s_projects[Next(100) switch { < 38 => 0, < 62 => 1, < 78 => 2, < 88 => 3, < 94 => 4, _ => 5 }];
            var agent = s_agents[Next(100) switch { < 40 => 0, < 66 => 1, < 86 => 2, < 96 => 3, _ => 4 }];
            var started = now - (long)(i * 0.66 * Day) - Next(10) * Hour - 3 * Hour;
            sessions.Add(One($"{i:x8}-5580-4747-9273-e2acff2ba5{i:x2}", s_titles[i % s_titles.Length], project, agent, started, 6 + (int)Next(70), Next));
        }
        return sessions;

        uint Next(int below)
        {
            seed = (seed * 1664525) + 1013904223;
            return (seed >> 8) % (uint)below;
        }
    }

    public static SampleSession Own(long now, List<TimelineItem> items) => new()
    {
        Summary = new SessionSummary { Id = "own", RootId = "own", Agent = "claude", Title = "Own", Project = "/p", StartedMs = now - Hour, EndedMs = now - 20 * Minute, Records = items.Count },
        Items = items,
    };

    public static SessionSummary Total(SessionSummary summary, IEnumerable<CallPoint> calls) => summary with
    {
        Tokens = calls.Sum(c => c.Input + c.Output + c.CacheRead + c.CacheWrite),
        CostNanos = calls.Sum(c => c.CostNanos ?? 0),
        UnpricedCalls = calls.Count(c => c.CostNanos is null),
        Models = string.Join(", ", calls.Select(c => c.Model).Distinct(StringComparer.Ordinal)),
    };

    public static UsageCell Cell(SessionSummary s, CallPoint c) => new()
    {
        FirstMs = c.AtMs, LastMs = c.AtMs, Agent = s.Agent, RootId = s.RootId, Project = s.Project, Model = c.Model, Calls = 1, CostNanos = c.CostNanos ?? 0, UnpricedCalls = c.CostNanos is null ? 1 : 0,
        Activity = (c.AtMs / 1000 % 11) switch { < 3 => "editing", < 5 => "running", 5 => "testing", < 8 => "reading", 8 => "researching", _ => "" },
        Usage = new TokenUsage { Input = c.Input, Output = c.Output, CacheRead = c.CacheRead, CacheWrite5m = c.CacheWrite },
    };

    public static List<CallPoint> Calls(string id, string[] models, long started, long every, int count, long contextFrom = 18_000, int compactAt = -1)
    {
        var context = contextFrom;
        var calls = new List<CallPoint>();
        for (var i = 0; i < count; i++)
        {
            var grown = 600 + (i * 7919 % 4200);
            if (i == compactAt) context = contextFrom + 9_000;
            var model = models[i % 9 == 4 && models.Length > 1 ? 1 : 0];
            var output = 90 + (i * 104_729 % 1900);
            var price = model.Contains("opus", StringComparison.Ordinal) ? 5 : model.Contains("haiku", StringComparison.Ordinal) ? 1 : 3;
            calls.Add(new CallPoint
            {
                AtMs = started + i * every, SessionId = id, Model = model, Input = 4 + i % 7, Output = output, CacheRead = context, CacheWrite = grown,
                CostNanos = model.Contains("preview", StringComparison.Ordinal) ? null : (context * 100L + grown * 1250L + output * 5000L) * price,
            });
            context += grown;
        }
        return calls;
    }

    private static SampleSession One(string id, string title, (string Path, string Branch) project, (string Agent, string[] Models, string Version) agent, long started, int calls, Func<int, uint> next)
    {
        var every = (20 + next(70)) * 1000L;
        var points = Calls(id, agent.Models, started, every, calls, 14_000 + next(20_000));
        var summary = new SessionSummary
        {
            Id = id, RootId = id, Agent = agent.Agent, Title = title, Project = project.Path, Branch = project.Branch, Version = agent.Version, Entrypoint = "cli",
            StartedMs = started, EndedMs = started + (calls * every), Prompts = 1 + calls / 9, Turns = calls, Operations = calls - 2, Errors = next(4) == 0 ? next(9) : 0,
            LinesAdded = next(420), LinesRemoved = next(160), Records = calls * 3, ApiErrors = next(14) == 0 ? 2 : 0, LimitsHit = next(20) == 0 ? 1 : 0,
        };
        return new SampleSession { Summary = Total(summary, points), Calls = points, Items = SampleTimeline.Plain(id, title, started, every, calls) };
    }
}
