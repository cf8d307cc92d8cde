using System.Text;

namespace Pitwall.Sessions.Pages;

/// <summary>Addresses of pages. Everything a page shows is in its address; what is empty is left out.</summary>
internal static class Links
{
    /// <summary>A session. Its id may hold slashes and anything else that a file name can.</summary>
    public static string Session(string id) => "/sessions/" + Uri.EscapeDataString(id);

    /// <summary>A record within its session.</summary>
    public static string Record(string sessionId, long recordId) => $"{Session(sessionId)}?at={recordId}#r{recordId}";

    /// <summary>A path with a query string.</summary>
    public static string To(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var url = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (string.IsNullOrEmpty(value)) continue;
            url.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
        return url.ToString();
    }

    /// <summary>The id in a route. An encoded slash stays encoded there, so that it cannot be taken for a path.</summary>
    public static string IdFrom(string routeValue) => routeValue.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
