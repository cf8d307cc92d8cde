using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Pitwall.Core.Streams;

namespace Pitwall.Sessions.Api;

/// <summary>
/// Server-sent events: <c>session</c>, <c>import</c> and <c>gap</c>. Each event of the stream has an id, so that a browser
/// that reconnects with <c>Last-Event-ID</c> gets what it missed, or is told by <c>gap</c> that it must read its page anew.
/// </summary>
internal static class LiveEndpoint
{
    internal static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void MapLive(this IEndpointRouteBuilder api) =>
        // GET /api/live[?session=ID] - server-sent events, resumable
        api.MapGet("/live", RunAsync).WithName("Live").WithSummary("Server-sent events: session, import, gap. Resumable by Last-Event-ID.")
            .Produces(200, contentType: "text/event-stream");

    private static async Task RunAsync(HttpContext context, string? session, SessionStream stream, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        // A stream has no end of its own: when the server stops it must not wait for its readers.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var lastId = context.Request.Headers["Last-Event-ID"].ToString();
        var resumed = true;
        Subscription<LiveEvent> subscription;
        if (lastId.Length == 0) subscription = stream.Subscribe();
        else resumed = stream.TryResume(lastId, out subscription);
        try
        {
            await response.WriteAsync("retry: 1000\n\n", stop.Token);
            if (!resumed) await WriteAsync(response, null, "gap", new GapEventJson(null, null), ApiJson.Default.GapEventJson, stop.Token);
            await WriteAsync(response, null, "import", stream.Import, ApiJson.Default.ImportChanged, stop.Token);
            await response.Body.FlushAsync(stop.Token);
            while (true)
            {
                if (!await subscription.WaitAsync(Heartbeat, time, stop.Token)) await response.WriteAsync(": still here\n\n", stop.Token);
                while (subscription.TryRead(out var batch)) await WriteBatchAsync(response, stream, batch, session, stop.Token);
                await response.Body.FlushAsync(stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader left, or the server stops: both are the normal end.
        }
    }

    private static async Task WriteBatchAsync(HttpResponse response, SessionStream stream, StreamBatch<LiveEvent> batch, string? session, CancellationToken cancellationToken)
    {
        if (batch.Gap is { } gap)
            await WriteAsync(response, stream.IdOf(gap.To), "gap", new GapEventJson(gap.From, gap.To), ApiJson.Default.GapEventJson, cancellationToken);
        for (var i = 0; i < batch.Items.Length; i++)
        {
            var id = stream.IdOf(batch.First + i);
            switch (batch.Items.Span[i])
            {
                case SessionChanged change when session is null || change.Id == session || change.RootId == session:
                    await WriteAsync(response, id, "session", SessionEventJson.From(change), ApiJson.Default.SessionEventJson, cancellationToken);
                    break;
                case ImportChanged import:
                    await WriteAsync(response, id, "import", import, ApiJson.Default.ImportChanged, cancellationToken);
                    break;
            }
        }
    }

    private static Task WriteAsync<T>(HttpResponse response, string? id, string name, T data, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        // The serialiser escapes line breaks, so data is always one line.
        response.WriteAsync($"{(id is null ? "" : $"id: {id}\n")}event: {name}\ndata: {JsonSerializer.Serialize(data, type)}\n\n", cancellationToken);
}
