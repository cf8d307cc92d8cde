using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pitwall.Sessions.Api;
using Pitwall.Sessions.Import;
using Pitwall.Sessions.Transcripts;
using Pitwall.Testing;
using Pitwall.Tests.Host;

namespace Pitwall.Tests.Sessions.Api;

public sealed class LiveTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Live_NewReader_GetsTheStateOfTheImport_ThenEachEvent()
    {
        await using var host = await RunningHost.StartAsync();
        var stream = host.Services.GetRequiredService<SessionStream>();
        stream.Publish(new ImportChanged { State = "indexing", FilesDone = 3, FilesTotal = 9 });
        await using var reader = await EventReader.OpenAsync(host);

        var import = await reader.NextAsync();
        Assert.Equal(("import", null), (import.Name, import.Id));
        Assert.Equal("indexing", import.Data.GetProperty("state").GetString());

        stream.Publish(Change("a", "a", 7));
        var session = await reader.NextAsync();
        Assert.Equal("session", session.Name);
        Assert.Equal(("a", 7L, 1.5m), (session.Data.GetProperty("id").GetString(), session.Data.GetProperty("lastRecordId").GetInt64(), session.Data.GetProperty("costUsd").GetDecimal()));
        Assert.NotNull(session.Id);
    }

    [Fact]
    public async Task Live_Resumed_ContinuesWithoutLoss()
    {
        await using var host = await RunningHost.StartAsync();
        var stream = host.Services.GetRequiredService<SessionStream>();
        string? seen;
        await using (var first = await EventReader.OpenAsync(host))
        {
            await first.NextAsync();
            stream.Publish(Change("a", "a", 1));
            seen = (await first.NextAsync()).Id;
        }
        stream.Publish(Change("a", "a", 2));
        stream.Publish(Change("a", "a", 3));
        await using var second = await EventReader.OpenAsync(host, lastEventId: seen);
        Assert.Equal("import", (await second.NextAsync()).Name);
        Assert.Equal(2, (await second.NextAsync()).Data.GetProperty("lastRecordId").GetInt64());
        Assert.Equal(3, (await second.NextAsync()).Data.GetProperty("lastRecordId").GetInt64());
    }

    [Theory]
    [InlineData("0-5")] // another life of the server
    [InlineData("nonsense")]
    [InlineData("-")]
    public async Task Live_ResumedWithAnIdThatIsNotOurs_IsToldThatEventsAreMissing(string lastEventId)
    {
        await using var host = await RunningHost.StartAsync();
        await using var reader = await EventReader.OpenAsync(host, lastEventId: lastEventId);
        Assert.Equal("gap", (await reader.NextAsync()).Name);
        Assert.Equal("import", (await reader.NextAsync()).Name);
    }

    [Fact]
    public async Task Live_FallenBehind_IsToldTheGapWithItsEnds()
    {
        await using var host = await RunningHost.StartAsync();
        var stream = host.Services.GetRequiredService<SessionStream>();
        for (var i = 0; i < 5_000; i++) stream.Publish(Change("a", "a", i));
        await using var reader = await EventReader.OpenAsync(host, lastEventId: stream.IdOf(10));
        Assert.Equal("import", (await reader.NextAsync()).Name);
        var gap = await reader.NextAsync();
        Assert.Equal(("gap", 11L), (gap.Name, gap.Data.GetProperty("from").GetInt64()));
        var next = await reader.NextAsync();
        Assert.Equal(stream.IdOf(gap.Data.GetProperty("to").GetInt64() + 1), next.Id);
    }

    [Fact]
    public async Task Live_Filtered_TellsOfThatTreeOnly()
    {
        await using var host = await RunningHost.StartAsync();
        var stream = host.Services.GetRequiredService<SessionStream>();
        await using var reader = await EventReader.OpenAsync(host, "?session=a");
        await reader.NextAsync();
        stream.Publish(Change("b", "b", 1));
        stream.Publish(Change("a/agent-1", "a", 2));
        Assert.Equal("a/agent-1", (await reader.NextAsync()).Data.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Live_Silence_IsBrokenByAHeartbeat()
    {
        var time = new ManualTimeProvider();
        await using var host = await RunningHost.StartAsync(change: s => s with { Time = time });
        var before = time.Timers;
        await using var reader = await EventReader.OpenAsync(host);
        await reader.NextAsync();
        while (time.Timers <= before) await Task.Yield();
        time.Advance(LiveEndpoint.Heartbeat);
        Assert.StartsWith(":", await reader.LineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_LineAppendedToATranscript_IsToldWithTheNewSums()
    {
        using var folder = new TempFolder();
        var transcript = folder.Write("-src-shop/s1.jsonl", Line("u1", "msg_1", 100));
        await using var host = await RunningHost.StartAsync(change: s => s with { Roots = [new TranscriptRoot("claude", folder.Path)] });
        await host.Services.GetRequiredService<Follower>().FirstImport.WaitAsync(Stop);
        await using var reader = await EventReader.OpenAsync(host, "?session=s1");

        await File.AppendAllTextAsync(transcript, Line("u2", "msg_2", 50), Stop);

        Event session;
        do session = await reader.NextAsync();
        while (session.Name != "session" || session.Data.GetProperty("tokens").GetInt64() != 170);
        Assert.Equal("s1", session.Data.GetProperty("rootId").GetString());
        Assert.True(session.Data.GetProperty("lastRecordId").GetInt64() > 0);

        static string Line(string uuid, string message, int input) => $$$"""
            {"type":"assistant","sessionId":"s1","uuid":"{{{uuid}}}","requestId":"r-{{{message}}}","timestamp":"2026-01-01T10:00:05Z","cwd":"/src/shop","version":"2.1.0","message":{"id":"{{{message}}}","role":"assistant","model":"claude-opus-4-5-20251101","content":[{"type":"text","text":"done"}],"usage":{"input_tokens":{{{input}}},"output_tokens":10} } }

            """;
    }

    [Fact]
    public async Task Live_ServerStops_EndsTheStreamAtOnce()
    {
        var host = await RunningHost.StartAsync();
        await using var reader = await EventReader.OpenAsync(host);
        await reader.NextAsync();
        await host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(3), Stop);
    }

    private static SessionChanged Change(string id, string root, long last) => new() { Id = id, RootId = root, LastRecordId = last, CostNanos = 1_500_000_000, Title = "line\nbreak" };

    private sealed record Event(string Name, string? Id, JsonElement Data);

    /// <summary>Reads server-sent events as a browser does.</summary>
    private sealed class EventReader(HttpResponseMessage answer, StreamReader lines) : IAsyncDisposable
    {
        public static async Task<EventReader> OpenAsync(RunningHost host, string query = "", string? lastEventId = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/live" + query);
            if (lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
            var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
            var reader = new EventReader(answer, lines);
            Assert.StartsWith("retry:", await reader.LineAsync(), StringComparison.Ordinal);
            return reader;
        }

        public async Task<string> LineAsync()
        {
            string? line;
            do line = await lines.ReadLineAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop);
            while (line is { Length: 0 });
            return line ?? throw new EndOfStreamException();
        }

        public async Task<Event> NextAsync()
        {
            var (name, id) = ("", (string?)null);
            while (true)
            {
                var line = await LineAsync();
                if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
                else if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal)) return new Event(name, id, JsonDocument.Parse(line[6..]).RootElement);
            }
        }

        public ValueTask DisposeAsync()
        {
            lines.Dispose();
            answer.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
