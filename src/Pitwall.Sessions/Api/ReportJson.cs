using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pitwall.Sessions.Import;
using Pitwall.Sessions.Reading;

namespace Pitwall.Sessions.Api;

/// <summary>JSON that the command line and the API share, so that both print the same.</summary>
public static class ReportJson
{
    /// <summary>An import's report.</summary>
    public static string Write(ImportReport report) => JsonSerializer.Serialize(report, CommandJson.Default.ImportReport);

    /// <summary>Reads a report that a server sent.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ImportReport Read(string json) => JsonSerializer.Deserialize(json, CommandJson.Default.ImportReport) ?? new ImportReport();

    /// <summary>The body that asks a server for an import.</summary>
    public static HttpContent Request(IReadOnlyList<string> paths) => new StringContent(
        JsonSerializer.Serialize(new ImportRequest([.. paths.Select(Path.GetFullPath)]), CommandJson.Default.ImportRequest), Encoding.UTF8, "application/json");

    /// <summary>A page of sessions.</summary>
    public static string Write(Page<SessionSummary> page) =>
        JsonSerializer.Serialize(new PageJson<SessionJson>([.. page.Items.Select(SessionJson.From)], page.Next), CommandJson.Default.PageJsonSessionJson);
}

/// <summary>What <c>POST /api/import</c> takes: files and folders on the server's machine; none means everything it follows.</summary>
internal sealed record ImportRequest(IReadOnlyList<string>? Paths);

/// <summary>Serialisers of what people may read too: indented.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate)]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(ImportRequest))]
[JsonSerializable(typeof(PageJson<SessionJson>))]
internal sealed partial class CommandJson : JsonSerializerContext;
