using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace Pitwall.Bench;

/// <summary>The page of a session of 5,000 records in a real browser.</summary>
internal static class PageBench
{
    private const int Records = 5_000;
    private const string Session = "5e551000-0000-4000-8000-000000000001";

    public static async Task<IReadOnlyList<ResultRow>> RunAsync(Settings settings, Corpus corpus)
    {
        var large = new Corpus(settings.Fresh("page"));
        Write(Path.Combine(large.Claude, "projects", "-home-dev-bench", Session + ".jsonl"));
        Directory.CreateDirectory(large.Codex);
        var data = settings.Fresh("page-data");
        var (paints, answers) = (new List<double>(), new List<double>());
        await using (var server = await Server.StartAsync(settings, large, data))
        {
            await server.ImportedAsync();
            using var playwright = await Playwright.CreateAsync();
            var chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
            await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox"] });
            for (var round = 0; round < 8; round++)
            {
                // A context of its own: nothing in the browser's cache.
                await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
                var page = await context.NewPageAsync();
                await page.GotoAsync(new Uri(server.Http.BaseAddress!, "/sessions/" + Session).ToString(), new() { WaitUntil = WaitUntilState.Load });
                await page.WaitForFunctionAsync("() => performance.getEntriesByName('first-contentful-paint').length > 0");
                var paint = await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime");
                var answer = await page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].responseEnd");
                if (round == 0)
                    continue;
                paints.Add(paint);
                answers.Add(answer);
            }
        }

        Measurements.Remove(data);
        Measurements.Remove(large.Folder);
        var ms = Command.Median(paints);
        return [new ResultRow("page of a session of 5,000 records, first paint", "≤ 500 ms", $"{ms:F0} ms", ms <= 500, $"first contentful paint in Chromium, empty cache, median of 7; page complete after {Command.Median(answers):F0} ms")];
    }

    // Prompt, answer, tool call and result in turns, as a long working session has them.
    private static void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var text = new StringBuilder();
        var parent = "null";
        var at = new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < Records; i++)
        {
            var uuid = $"00000000-0000-4000-8000-{i:x12}";
            var call = i / 2;
            var (type, message) = (i % 10, i % 2) switch
            {
                (0, _) => ("user", $$"""{"role":"user","content":"Step {{i}}: make the cart round to whole cents and say what you changed."}"""),
                (_, 1) when i % 10 == 9 => ("assistant", Assistant(call, $$"""{"type":"text","text":"## Step {{i}}\n\nThe rounding is in `cart.ts` now. **{{i}}** tests pass.\n\n- one\n- two\n\n```ts\nexport const total = Math.round(sum * 100) / 100;\n```"}""")),
                (_, 1) => ("assistant", Assistant(call, $$"""{"type":"tool_use","id":"toolu_{{i}}","name":"Edit","input":{"file_path":"/home/dev/bench/src/cart{{i % 40}}.ts","old_string":"const total = sum;\nreturn total;","new_string":"const total = Math.round(sum * 100) / 100;\nreturn total;"} }""")),
                _ => ("user", $$"""{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_{{i - 1}}","content":"The file has been updated. Line {{i}} of the output."}]}"""),
            };
            text.Append(CultureInfo.InvariantCulture, $$"""{"parentUuid":{{parent}},"isSidechain":false,"userType":"external","cwd":"/home/dev/bench","sessionId":"{{Session}}","version":"2.1.328","gitBranch":"main","type":"{{type}}","message":{{message}},"uuid":"{{uuid}}","timestamp":"{{Iso(at.AddSeconds(i * 3))}}","requestId":"req_{{call}}" }""").Append('\n');
            parent = $"\"{uuid}\"";
        }

        File.WriteAllText(path, text.ToString());
    }

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string Assistant(int call, string block) =>
        $$"""{"id":"msg_{{call}}","type":"message","role":"assistant","model":"claude-opus-5","content":[{{block}}],"stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":{{100 + call % 400}},"cache_creation_input_tokens":{{call % 900}},"cache_read_input_tokens":{{20_000 + call * 7}} } }""";
}
