using Pitwall.Core.Text;
using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Pages;

/// <summary>How things from transcripts are named on a page.</summary>
internal static class Names
{
    /// <summary>A session that had a record this many milliseconds ago is running.</summary>
    public const long RunningMs = 5 * 60 * 1000;

    /// <summary>The last part of a working directory; the whole of it belongs into a tool tip.</summary>
    public static string Project(string path)
    {
        var clean = DisplayText.OneLine(path).TrimEnd('/', '\\');
        var cut = clean.LastIndexOfAny(['/', '\\']);
        return clean.Length == 0 ? "no project" : clean[(cut + 1)..];
    }

    /// <summary>Where a project's folder lies, to tell it from others of the same name.</summary>
    public static string Folder(string path)
    {
        var clean = DisplayText.OneLine(path).TrimEnd('/', '\\');
        var cut = clean.LastIndexOfAny(['/', '\\']);
        return cut <= 0 ? "" : clean[..cut];
    }

    /// <summary>Title of a session, never empty.</summary>
    public static string Title(string title)
    {
        var clean = DisplayText.OneLine(title);
        return clean.Length == 0 ? "Untitled session" : DisplayText.Clip(clean, 300);
    }

    /// <summary>Model without the date that some names end with: <c>claude-sonnet-4-5-20250929</c> is <c>claude-sonnet-4-5</c>.</summary>
    public static string Model(string model)
    {
        var clean = DisplayText.OneLine(model);
        if (clean.Length == 0) return "unknown model";
        var dash = clean.LastIndexOf('-');
        return dash > 0 && clean.Length - dash == 9 && clean.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? clean[..dash] : clean;
    }

    /// <summary>Activity; what has none is talk.</summary>
    public static string Activity(string activity) => activity.Length == 0 ? "talking" : DisplayText.OneLine(activity);

    /// <summary>Whether a session had a record within the last five minutes.</summary>
    public static bool IsRunning(SessionSummary session, TimeProvider clock) =>
        clock.GetUtcNow().ToUnixTimeMilliseconds() - session.EndedMs is < RunningMs and > -RunningMs;

    /// <summary>Wall-clock time from the first to the last record, milliseconds.</summary>
    public static long Length(SessionSummary session) => Math.Max(0, session.EndedMs - session.StartedMs);
}
