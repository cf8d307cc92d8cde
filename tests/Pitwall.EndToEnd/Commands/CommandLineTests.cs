using System.Text.Json;
using Pitwall.EndToEnd.Program;

namespace Pitwall.EndToEnd.Commands;

/// <summary>What scripts may count on: output, exit codes, variables.</summary>
public sealed class CommandLineTests(Setup setup)
{
    [Theory]
    [InlineData("usage daily --json")]
    [InlineData("usage weekly --json --breakdown")]
    [InlineData("usage monthly --json")]
    [InlineData("usage session --json")]
    [InlineData("usage blocks --json")]
    [InlineData("usage --json")]
    [InlineData("sessions import --json")]
    [InlineData("sessions list --json")]
    [InlineData("status --json")]
    public async Task Json_WithAndWithoutAServer_IsAllThatIsPrinted(string line)
    {
        var program = await setup.ProgramAsync();
        await setup.WorkshopAsync();
        using var alone = new AgentHome().WithSamples();
        foreach (var home in (AgentHome[])[alone, setup.WorkshopHome])
        {
            var result = await program.RunAsync(home, line.Split(' '));
            Assert.Equal(0, result.ExitCode);
            using var json = JsonDocument.Parse(result.Output);
            Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
            Assert.Equal("", result.Errors);
        }
    }

    [Theory]
    [InlineData(64, "nonsense")]
    [InlineData(64, "usage", "hourly")]
    [InlineData(64, "usage", "daily", "--since", "yesterday")]
    [InlineData(64, "usage", "daily", "--timezone", "Mars/Olympus")]
    [InlineData(64, "up", "--port", "99999")]
    [InlineData(64, "sessions", "import", "/no/such/place")]
    [InlineData(78, "usage", "daily", "--database", "mysql://localhost/x")]
    [InlineData(69, "usage", "daily", "--database", "postgres://nobody@127.0.0.1:1/nothing")]
    [InlineData(78, "db", "copy", "--to", "postgres://nobody@127.0.0.1:1/nothing")]
    [InlineData(73, "sessions", "import", "--data", "/proc/pitwall")]
    public async Task Failure_HasItsExitCodeAndASentenceOnStandardError(int exitCode, params string[] arguments)
    {
        using var home = new AgentHome();
        var result = await (await setup.ProgramAsync()).RunAsync(home, arguments);
        Assert.True(exitCode == result.ExitCode, $"Expected exit code {exitCode}.\n{result}");
        Assert.Equal("", result.Output);
        Assert.NotEqual("", result.Errors);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_TheSecondTime_OpensNoFile()
    {
        var program = await setup.ProgramAsync();
        using var home = new AgentHome().WithSamples();
        using var first = JsonDocument.Parse(await program.OutputAsync(home, "sessions", "import", "--json"));
        Assert.InRange(first.RootElement.GetProperty("filesRead").GetInt32(), 25, 100);
        Assert.Equal(0, first.RootElement.GetProperty("failed").GetArrayLength());
        Assert.NotEmpty(first.RootElement.GetProperty("skipped").EnumerateObject());
        using var second = JsonDocument.Parse(await program.OutputAsync(home, "sessions", "import", "--json"));
        Assert.Equal(first.RootElement.GetProperty("filesFound").GetInt32(), second.RootElement.GetProperty("filesUnchanged").GetInt32());
        foreach (var name in (string[])["filesOpened", "filesRead", "bytes", "records", "calls"])
            Assert.Equal(0, second.RootElement.GetProperty(name).GetInt64());
    }

    [Fact]
    public async Task Import_OfNamedPaths_TakesOnlyThose()
    {
        var program = await setup.ProgramAsync();
        using var home = new AgentHome();
        var samples = Path.Combine(Pitwall.Testing.TestData.Repository, "samples", "codex", "sessions", "2026", "06");
        using var report = JsonDocument.Parse(await program.OutputAsync(home, "sessions", "import", samples, "--json"));
        Assert.Equal(Directory.GetFiles(samples, "*.jsonl", SearchOption.AllDirectories).Length, report.RootElement.GetProperty("filesRead").GetInt32());
        using var status = JsonDocument.Parse(await program.OutputAsync(home, "status", "--json"));
        Assert.Equal(["codex"], status.RootElement.GetProperty("agents").EnumerateArray().Select(a => a.GetProperty("agent").GetString()));
    }

    [Fact]
    public async Task DataFolder_OptionBeforeVariableBeforeHome()
    {
        var program = await setup.ProgramAsync();
        using var home = new AgentHome();
        async Task<string?> FolderAsync(params string[] more) => JsonDocument.Parse(await program.OutputAsync(home, ["status", "--json", .. more])).RootElement.GetProperty("dataFolder").GetString();
        Assert.Equal(home.Beside("data"), await FolderAsync());
        Assert.Equal(home.Beside("other"), await FolderAsync("--data", home.Beside("other")));
        home.Data = " ";
        Assert.Equal(Path.Combine(home.Home, ".local", "share", "pitwall"), await FolderAsync());
        // A look makes nothing.
        Assert.False(Directory.Exists(home.Beside("data")));
    }

    [Fact]
    public async Task Up_ByTheScript_SaysWhereItIsOnceAndASecondOneFindsIt()
    {
        var program = await setup.ProgramAsync();
        using var home = new AgentHome().WithSamples();
        await using var server = await Server.StartByScriptAsync(program, home);
        Assert.StartsWith("Imported ", await server.ImportedAsync(), StringComparison.Ordinal);
        Assert.Equal("Pitwall is at " + server.Url.ToString().TrimEnd('/'), server.Run.Printed.Split('\n')[1]);

        var second = await program.RunAsync(home, "up", "--no-browser", "--port", Server.FreePort());
        Assert.Equal(76, second.ExitCode);
        Assert.Contains(server.Url.ToString().TrimEnd('/'), second.Errors, StringComparison.Ordinal);

        // Another data folder on the same port: says that the port is taken.
        using var other = new AgentHome();
        var taken = await program.RunAsync(other, "up", "--no-browser", "--port", server.Url.Port.ToString());
        Assert.Equal(75, taken.ExitCode);
        Assert.Contains("--port", taken.Errors, StringComparison.Ordinal);

        using var status = JsonDocument.Parse(await program.OutputAsync(home, "status", "--json"));
        Assert.True(status.RootElement.GetProperty("running").GetBoolean());
        Assert.Equal(server.Run.Pid, status.RootElement.GetProperty("pid").GetInt32());

        // While it runs an import is the server's work.
        using var import = JsonDocument.Parse(await program.OutputAsync(home, "sessions", "import", "--json"));
        Assert.Equal(0, import.RootElement.GetProperty("filesOpened").GetInt32());

        var end = await server.Run.StopAsync();
        Assert.Equal(0, end.ExitCode);
        using var after = JsonDocument.Parse(await program.OutputAsync(home, "status", "--json"));
        Assert.False(after.RootElement.GetProperty("running").GetBoolean());
    }

    [Fact]
    public async Task Up_StoppedWhileAPageListens_EndsWithinSeconds()
    {
        using var home = new AgentHome();
        await using var server = await Server.StartAsync(await setup.ProgramAsync(), home);
        await using var listener = await EventStream.OpenAsync(server);
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        Assert.Equal(0, (await server.Run.StopAsync()).ExitCode);
        Assert.InRange(clock.GetElapsedTime(start).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task Up_AfterAKill_StartsOnTheSameFolder()
    {
        var program = await setup.ProgramAsync();
        using var home = new AgentHome().WithSamples();
        await using (var first = await Server.StartAsync(program, home))
            await first.Run.KillAsync();
        await using var second = await Server.StartAsync(program, home);
        await second.ImportedAsync();
        Assert.NotEmpty(await second.ItemsAsync("/api/sessions"));
    }

    [Fact]
    public async Task Backup_WhileTheServerRuns_HoldsTheSame()
    {
        var program = await setup.ProgramAsync();
        await setup.WorkshopAsync();
        using var copy = new AgentHome();
        Directory.CreateDirectory(copy.Beside("data"));
        using var report = JsonDocument.Parse(await program.OutputAsync(setup.WorkshopHome, "db", "backup", "--json", "--to", copy.Beside("data", "pitwall.db")));
        Assert.Equal(new FileInfo(copy.Beside("data", "pitwall.db")).Length, report.RootElement.GetProperty("bytes").GetInt64());
        Assert.Equal(
            Usage.Totals(await program.OutputAsync(setup.WorkshopHome, "usage", "--json")),
            Usage.Totals(await program.OutputAsync(copy, "usage", "--json")));
    }

    [Fact]
    public async Task OpenApi_NamesWhatTheApiHas()
    {
        var server = await setup.WorkshopAsync();
        var document = await server.JsonAsync("/openapi/v1.json");
        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["/api/sessions", "/api/sessions/{id}", "/api/sessions/{id}/timeline", "/api/usage/{period}", "/api/search", "/api/live", "/api/health"]), paths);
        Assert.Equal("ok", (await server.JsonAsync("/api/health")).GetProperty("status").GetString());
    }
}
