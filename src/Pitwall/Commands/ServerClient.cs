using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Pitwall.Hosting;
using Pitwall.Sessions.Api;
using Pitwall.Sessions.Import;

namespace Pitwall.Commands;

/// <summary>Asks the running server.</summary>
internal static class ServerClient
{
    /// <summary>Has the server import the paths, or everything when there are none.</summary>
    public static async Task<ImportReport> ImportAsync(RunningServer server, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        using var client = Create(server);
        // An import may take minutes; the server says when it is done.
        client.Timeout = Timeout.InfiniteTimeSpan;
        using var answer = await SendAsync(server, () => client.PostAsync("/api/import", ReportJson.Request(paths), cancellationToken));
        return ReportJson.Read(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>The server's answer to <c>/api/status</c>.</summary>
    public static async Task<JsonDocument> StatusAsync(RunningServer server, CancellationToken cancellationToken)
    {
        using var client = Create(server);
        client.Timeout = TimeSpan.FromSeconds(10);
        using var answer = await SendAsync(server, () => client.GetAsync("/api/status", cancellationToken));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private static HttpClient Create(RunningServer server)
    {
        // No proxy: the server is on this machine or on this network.
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(server.Url) };
        if (Environment.GetEnvironmentVariable(UpCommand.TokenVariable) is { Length: > 0 } token)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningServer server, Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            var answer = await send();
            if (answer.IsSuccessStatusCode) return answer;
            using (answer)
            {
                throw new CommandException(ExitCodes.Unavailable, answer.StatusCode == HttpStatusCode.Unauthorized
                    ? $"The server at {server.Url} wants its token: set {UpCommand.TokenVariable}."
                    : $"The server at {server.Url} answered {(int)answer.StatusCode}.");
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new CommandException(ExitCodes.Unavailable, $"The server at {server.Url} (process {server.Pid}) does not answer: {e.Message}");
        }
    }
}
