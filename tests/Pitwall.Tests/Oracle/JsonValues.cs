using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Pitwall.Tests.Oracle;

/// <summary>The JSON values of a text, line by line: several on one line are all taken, the rest of a broken line is not.</summary>
internal static class JsonValues
{
    public static List<JsonElement> OfLines(string path)
    {
        var values = new List<JsonElement>();
        foreach (var line in File.ReadAllText(path, Encoding.UTF8).Split('\n'))
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            var at = 0;
            while (at < bytes.Length)
            {
                try
                {
                    var reader = new Utf8JsonReader(bytes.AsSpan(at));
                    values.Add(JsonElement.ParseValue(ref reader));
                    at += (int)reader.BytesConsumed;
                    while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\r' or (byte)'\t')
                        at++;
                }
                catch (JsonException)
                {
                    break;
                }
            }
        }

        return values;
    }

    /// <summary>A member of an object of an object …; null where one is missing or JSON null.</summary>
    public static JsonElement? At(this JsonElement value, params string[] path)
    {
        foreach (var name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value) || value.ValueKind == JsonValueKind.Null)
                return null;
        }

        return value;
    }

    public static string Text(this JsonElement value, params string[] path) =>
        value.At(path) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    public static long Number(this JsonElement value, params string[] path) =>
        value.At(path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var n) && n > 0 ? n : 0;

    public static bool Is(this JsonElement value, params string[] path) => value.At(path) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement value, params string[] path) =>
        value.At(path) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The record's time in unix milliseconds, or null.</summary>
    public static long? Time(this JsonElement value) =>
        DateTimeOffset.TryParse(value.Text("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeMilliseconds() : null;
}
