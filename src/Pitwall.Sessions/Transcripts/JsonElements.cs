using System.Text.Json;

namespace Pitwall.Sessions.Transcripts;

/// <summary>Reads members of records whose shape nobody promises: a missing or strange member is empty, never an error.</summary>
internal static class JsonElements
{
    /// <summary>A string member, or empty.</summary>
    public static string Str(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.Text() : "";

    /// <summary>The text of a string element; empty for anything else. Half a surrogate pair (a program cut an emoji in
    /// two) becomes U+FFFD.</summary>
    public static string Text(this JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return "";
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            using var mended = JsonDocument.Parse(LoneSurrogates.Mend(value.GetRawText()));
            return mended.RootElement.GetString()!;
        }
    }

    /// <summary>A whole-number member, or 0.</summary>
    public static long Int(this JsonElement element, string name) => element.IntOrNull(name) ?? 0;

    /// <summary>A whole-number member; null where absent. A fraction is cut.</summary>
    public static long? IntOrNull(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number) return null;
        if (value.TryGetInt64(out var number)) return number;
        return value.TryGetDouble(out var real) && Math.Abs(real) < 1e15 ? (long)real : null;
    }

    /// <summary>True where the member is the literal true.</summary>
    public static bool Flag(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>A member of any kind; an undefined element where absent.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The items of an array; none for anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];
}
