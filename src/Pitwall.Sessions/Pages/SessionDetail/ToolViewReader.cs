using System.Text.Json;
using Pitwall.Sessions.Reading;
using Pitwall.Web.Diffs;

namespace Pitwall.Sessions.Pages.SessionDetail;

/// <summary>Reads the input of a tool call by its shape: a new agent's tools show well without being known by name.</summary>
internal static class ToolViewReader
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] s_paths = ["file_path", "filePath", "notebook_path", "absolute_path", "path"];

    public static ToolView Read(Operation operation)
    {
        var input = operation.Input;
        try
        {
            using var json = JsonDocument.Parse(input);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return ReadObject(json.RootElement, operation);
        }
        catch (JsonException)
        {
            // Free-form tools take plain text; and a long input may have lost its middle.
        }
        var diffs = PatchText.Parse(input);
        return diffs.Count > 0 ? new ToolView { Diffs = diffs } : new ToolView { Plain = input };
    }

    private static ToolView ReadObject(JsonElement input, Operation operation)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var path = Text(input, used, s_paths) ?? operation.Target;
        var view = new ToolView { Diffs = Diffs(input, used, path), Todos = Todos(input, used) };
        if (view.Diffs.Count == 0) used.ExceptWith(s_paths);
        var command = Command(input, used);
        if (command is not null && PatchText.Parse(command) is { Count: > 0 } applied && command.Contains("*** Begin Patch", StringComparison.Ordinal))
            view = view with { Diffs = applied };
        else if (command is not null) view = view with { Command = command, Purpose = Text(input, used, "description") };
        if (Text(input, used, "plan") is { } plan) view = view with { Markdown = plan };
        else if (operation.ChildId is not null || Has(input, "subagent_type") || Has(input, "agent_type"))
            view = view with { Markdown = Text(input, used, "prompt", "message") };
        return view with { Fields = [.. Rest(input, used)] };
    }

    private static IReadOnlyList<FileDiff> Diffs(JsonElement input, HashSet<string> used, string path)
    {
        if (Has(input, "old_string") && Has(input, "new_string"))
        {
            var before = Text(input, used, "old_string")!;
            return [new FileDiff(path, before.Length == 0 ? "create" : "edit", LineDiff.Compare(before, Text(input, used, "new_string")!))];
        }
        if (input.TryGetProperty("edits", out var edits) && edits.ValueKind == JsonValueKind.Array)
        {
            used.Add("edits");
            return [new FileDiff(path, "edit", [.. edits.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object).SelectMany((e, i) => Edit(e, i + 1))])];
        }
        if (input.TryGetProperty("structuredPatch", out var hunks) && hunks.ValueKind == JsonValueKind.Array)
        {
            used.Add("structuredPatch");
            return [new FileDiff(path, "edit", [.. hunks.EnumerateArray().SelectMany(Hunk)])];
        }
        if (path.Length > 0 && s_paths.Any(p => Has(input, p)) && Text(input, used, "content", "new_source", "file_text") is { } content)
            return [new FileDiff(path, "create", LineDiff.All(content, DiffKind.Added))];
        foreach (var name in (string[])["patch", "input", "diff", "unified_diff"])
        {
            if (!Has(input, name) || PatchText.Parse(input.GetProperty(name).GetString()!) is not { Count: > 0 } patch) continue;
            used.Add(name);
            return patch;
        }
        return [];
    }

    private static IEnumerable<DiffLine> Edit(JsonElement edit, int number)
    {
        yield return new DiffLine(DiffKind.Place, Flag(edit, "replace_all") ? $"edit {number}, everywhere" : $"edit {number}");
        foreach (var line in LineDiff.Compare(Text(edit, [], "old_string") ?? "", Text(edit, [], "new_string") ?? "")) yield return line;
    }

    private static IEnumerable<DiffLine> Hunk(JsonElement hunk)
    {
        if (hunk.ValueKind != JsonValueKind.Object || !hunk.TryGetProperty("lines", out var lines) || lines.ValueKind != JsonValueKind.Array) yield break;
        yield return new DiffLine(DiffKind.Place, hunk.TryGetProperty("newStart", out var start) ? $"line {start}" : "");
        foreach (var line in lines.EnumerateArray())
        {
            var text = line.ValueKind == JsonValueKind.String ? line.GetString()! : "";
            var kind = text.StartsWith('+') ? DiffKind.Added : text.StartsWith('-') ? DiffKind.Removed : DiffKind.Same;
            yield return new DiffLine(kind, text.Length > 0 ? text[1..] : text);
        }
    }

    private static IReadOnlyList<TodoLine> Todos(JsonElement input, HashSet<string> used)
    {
        foreach (var name in (string[])["todos", "plan"])
        {
            if (!input.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array) continue;
            used.Add(name);
            return
            [
                .. list.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.Object)
                    .Select(t => new TodoLine(Text(t, [], "content", "step", "description", "title") ?? "", Text(t, [], "status") ?? "")),
            ];
        }
        return [];
    }

    // "npm test", or ["bash", "-lc", "npm test"]
    private static string? Command(JsonElement input, HashSet<string> used)
    {
        if (Text(input, used, "command", "cmd") is { } line) return line;
        if (!input.TryGetProperty("command", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        used.Add("command");
        string[] words = [.. list.EnumerateArray().Where(w => w.ValueKind == JsonValueKind.String).Select(w => w.GetString()!)];
        return words is [_, "-c" or "-lc", var script] ? script : string.Join(' ', words.Select(w => w.Contains(' ', StringComparison.Ordinal) ? $"'{w}'" : w));
    }

    private static IEnumerable<InputField> Rest(JsonElement input, HashSet<string> used)
    {
        foreach (var property in input.EnumerateObject())
        {
            if (used.Contains(property.Name)) continue;
            var value = property.Value;
            yield return new InputField(property.Name, value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Object or JsonValueKind.Array => JsonSerializer.Serialize(value, s_indented),
                _ => value.GetRawText(),
            });
        }
    }

    private static bool Has(JsonElement input, string name) => input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;

    private static bool Flag(JsonElement input, string name) => input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement input, HashSet<string> used, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!Has(input, name)) continue;
            used.Add(name);
            return input.GetProperty(name).GetString();
        }
        return null;
    }
}
