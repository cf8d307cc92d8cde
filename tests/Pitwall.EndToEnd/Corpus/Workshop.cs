using Pitwall.EndToEnd.Program;

namespace Pitwall.EndToEnd.Corpus;

/// <summary>
/// The sessions that the browser journeys look at, beside the samples: of the last hours, so that the overview has a week and
/// something that runs. The words in them are looked for by name.
/// </summary>
internal static class Workshop
{
    public const string Project = "/home/dev/bakery-shop";
    public const string OtherProject = "/home/dev/oven-timer";
    public const string Checkout = "c0ffee00-0000-4000-8000-000000000001";
    public const string Running = "c0ffee00-0000-4000-8000-000000000002";
    public const string Long = "c0ffee00-0000-4000-8000-000000000003";
    public const string CheckoutTitle = "Fix the rounding of the checkout total";
    public const string Branch = "fix/rounding";
    public const string Phrase = "sourdough quokka telescope";
    public const int Batches = 60;
    public const int LongPrompts = 260;

    /// <summary>Index of the prompt of the long session that holds <see cref="Phrase"/>.</summary>
    public const int PhraseAt = 140;

    /// <summary>Writes the sessions into the home.</summary>
    public static void Write(AgentHome home, DateTimeOffset now)
    {
        WriteCheckout(home.ClaudeProjects, now);
        WriteLong(home.ClaudeProjects, now);
        for (var i = 0; i < Batches; i++)
        {
            var batch = ClaudeTranscript.Begin(home.ClaudeProjects, OtherProject, $"ba7c4000-0000-4000-8000-{i:D12}", now.AddDays(-2).AddHours(-i * 5));
            batch.Model = i % 2 == 0 ? "claude-haiku-4-5-20251001" : "claude-sonnet-4-5-20250929";
            batch.Prompt($"Bake batch {i}").Answer($"Batch {i} is baked.", input: 100 + i, output: 50);
        }
        WriteRunning(home.ClaudeProjects, now);
    }

    /// <summary>A session that is being written.</summary>
    public static void WriteRunning(string projects, DateTimeOffset now) =>
        ClaudeTranscript.Begin(projects, Project, Running, now.AddSeconds(-40)).Prompt("Watch the dough rise").Answer("It rises.");

    /// <summary>A session with one of everything: plan, commands, a diff, an error, a sub-agent.</summary>
    public static void WriteCheckout(string projects, DateTimeOffset now)
    {
        var session = ClaudeTranscript.Begin(projects, Project, Checkout, now.AddMinutes(-20));
        session.Branch = Branch;
        session.Model = "claude-opus-4-7";
        session.Prompt(CheckoutTitle);
        session.Answer("## Plan\n\n- read `Total.cs`\n- round **once**, at the end\n\n```csharp\nvar total = 1.005m;\n```");
        session.Tool("toolu_bash_ok", "Bash", new { command = "dotnet test --filter Checkout", description = "Run the checkout tests" }, "Passed! 12 tests");
        var edit = new { file_path = "/home/dev/bakery-shop/Total.cs", old_string = "Math.Round(price)\nreturn sum;", new_string = "price\nreturn Math.Round(sum, 2);" };
        session.Tool("toolu_edit", "Edit", edit, "The file Total.cs has been updated.", details: new
        {
            filePath = edit.file_path,
            oldString = edit.old_string,
            newString = edit.new_string,
            structuredPatch = new[] { new { oldStart = 10, oldLines = 2, newStart = 10, newLines = 2, lines = new[] { "-Math.Round(price)", "-return sum;", "+price", "+return Math.Round(sum, 2);" } } },
        });
        session.Tool("toolu_bash_bad", "Bash", new { command = "dotnet test" }, "Exit code 1\nerror CS1002: ; expected", error: true);
        var scout = session.BeginSubagent("5c0075c0");
        scout.Prompt("Find every place that rounds").Answer("Three places round: Total.cs, Tax.cs, Tip.cs.");
        scout.Tool("toolu_sub_grep", "Grep", new { pattern = "Math.Round" }, "Total.cs\nTax.cs\nTip.cs");
        session.Tool("toolu_task", "Task", new { description = "Find every place that rounds", subagent_type = "Explore", prompt = "Find every place that rounds" }, "Three places round.",
            details: new { status = "completed", agentId = "5c0075c0", content = new[] { new { type = "text", text = "Three places round." } }, totalDurationMs = 9000, totalTokens = 40_000, totalToolUseCount = 1 });
        session.Answer("Rounding happens once now. See [the notes](https://example.org/notes).");
    }

    private static void WriteLong(string projects, DateTimeOffset now)
    {
        var session = ClaudeTranscript.Begin(projects, Project, Long, now.AddHours(-3));
        for (var i = 0; i < LongPrompts; i++)
        {
            session.Prompt(i == 0 ? "Write the recipe book" : i == PhraseAt ? $"Chapter {i}: the {Phrase} loaf" : $"Chapter {i}: another loaf");
            session.Answer($"Chapter {i} is written.", output: 40);
        }
    }
}
