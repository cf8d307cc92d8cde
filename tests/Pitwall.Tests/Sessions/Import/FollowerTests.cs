using Microsoft.Extensions.Logging.Abstractions;
using Pitwall.Sessions.Import;
using Pitwall.Sessions.Transcripts;
using Pitwall.Testing;
using static Pitwall.Tests.Sessions.Import.ClaudeLines;

namespace Pitwall.Tests.Sessions.Import;

/// <summary>What is written while the server runs is in the store a moment later, told by the file system.</summary>
public sealed class FollowerTests
{
    private const string S = "11111111-2222-4333-8444-555555555555";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_IsInTheStore_WhenTheChangeIsTold()
    {
        using var folder = new TempFolder();
        var path = folder.Write(Path.Combine("projects", "-home-dev", S + ".jsonl"), User(S, "u1", "first") + "\n");
        await using var store = await ImportedStore.CreateAsync();
        using var importer = new Importer(store.Database, TimeProvider.System);
        using var follower = Follow(importer, folder.Combine("projects"));
        await follower.StartAsync(Stop);
        await follower.FirstImport.WaitAsync(s_patience, Stop);

        var told = Next(importer);
        await File.AppendAllTextAsync(path, Answer(S, "a1", "msg_1", "req_1", "second") + "\n", Stop);
        var change = await told.WaitAsync(s_patience, Stop);
        Assert.Equal(S, change.SessionId);
        Assert.Equal("second", await store.ScalarAsync<string>($"select text from records where id = {change.LastRecordId}"));
        await follower.StopAsync(Stop);
    }

    [Fact]
    public async Task Folder_ThatAppearsLater_IsFollowed()
    {
        using var folder = new TempFolder();
        await using var store = await ImportedStore.CreateAsync();
        using var importer = new Importer(store.Database, TimeProvider.System);
        using var follower = Follow(importer, folder.Combine("later", "projects"));
        await follower.StartAsync(Stop);
        await follower.FirstImport.WaitAsync(s_patience, Stop);

        var told = Next(importer);
        folder.Write(Path.Combine("later", "projects", "-home-dev", S + ".jsonl"), User(S, "u1", "hello") + "\n");
        Assert.Equal(S, (await told.WaitAsync(s_patience, Stop)).SessionId);
        await follower.StopAsync(Stop);
    }

    private static Follower Follow(Importer importer, string root) =>
        new(importer, [new TranscriptRoot("claude", root)], TimeProvider.System, NullLogger<Follower>.Instance);

    private static Task<SessionChange> Next(Importer importer)
    {
        var told = new TaskCompletionSource<SessionChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        importer.Changed += change => told.TrySetResult(change);
        return told.Task;
    }
}
