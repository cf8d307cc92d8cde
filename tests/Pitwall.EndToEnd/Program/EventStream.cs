using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Pitwall.EndToEnd.Program;

/// <summary>One event of <c>/api/live</c>.</summary>
/// <param name="Name">Its kind.</param>
/// <param name="Id">Its id; empty for what is not part of the stream.</param>
/// <param name="Data">What it tells.</param>
internal sealed record LiveEvent(string Name, string Id, JsonElement Data);

/// <summary>A listener at <c>/api/live</c> that is no browser.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private readonly CancellationTokenSource _end = new();

    private EventStream(HttpResponseMessage answer, Stream body)
    {
        _answer = answer;
        _events = SseParser.Create(body).EnumerateAsync(_end.Token).GetAsyncEnumerator(_end.Token);
    }

    /// <summary>Kinds of all events read so far.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Connects, with the id of the event seen last where there is one, and waits for the first word of the server.</summary>
    public static async Task<EventStream> OpenAsync(Server server, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/live");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var stream = new EventStream(answer, await answer.Content.ReadAsStreamAsync());
        // The state of the import is told first: from here on nothing is missed. A resumed stream may have more to tell.
        if (lastEventId is null)
            await stream.NextAsync("import");
        return stream;
    }

    /// <summary>The next event of a kind.</summary>
    public async Task<LiveEvent> NextAsync(string name, Func<LiveEvent, bool>? wanted = null)
    {
        while (await _events.MoveNextAsync().AsTask().WaitAsync(ProgramRun.Patience, TimeProvider.System))
        {
            var item = _events.Current;
            Names.Add(item.EventType);
            var live = new LiveEvent(item.EventType, item.EventId ?? "", JsonDocument.Parse(item.Data).RootElement);
            if (live.Name == name && wanted?.Invoke(live) != false)
                return live;
        }
        throw new InvalidOperationException($"The stream ended before it told of '{name}'.");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _answer.Dispose();
        _end.Dispose();
    }
}
