using System.Text.Json;

namespace Pitwall.Sessions.Transcripts;

/// <summary>Reads values with a <see cref="Utf8JsonReader"/> that stands on a property name: each method ends on the value.</summary>
internal static class JsonScan
{
    /// <summary>Passes over the value.</summary>
    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>A string; null where the value is none.</summary>
    public static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return Get(ref reader);
        reader.Skip();
        return null;
    }

    /// <summary>A string; <paramref name="known"/> itself where it is the same, to spare the allocation.</summary>
    public static string? Text(ref Utf8JsonReader reader, string known)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return reader.ValueTextEquals(known) ? known : Get(ref reader);
        reader.Skip();
        return null;
    }

    private static string? Get(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair: no id or path of ours
        }
    }

    /// <summary>True where the value is this string.</summary>
    public static bool TextEquals(ref Utf8JsonReader reader, ReadOnlySpan<byte> expected)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return reader.ValueTextEquals(expected);
        reader.Skip();
        return false;
    }

    /// <summary>True where the value is the literal true.</summary>
    public static bool Flag(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.True) return true;
        reader.Skip();
        return false;
    }

    /// <summary>A whole number that is not negative; 0 for anything else.</summary>
    public static long Count(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number) return reader.TryGetInt64(out var number) && number > 0 ? Math.Min(number, 1L << 50) : 0;
        reader.Skip();
        return 0;
    }

    /// <summary>A time in unix milliseconds; null where the value is none.</summary>
    public static long? Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return reader.HasValueSequence || reader.ValueIsEscaped ? null : Timestamps.ParseMs(reader.ValueSpan);
        reader.Skip();
        return null;
    }

    /// <summary>Moves into an object value; false (and past the value) where it is none.</summary>
    public static bool Enter(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject) return true;
        reader.Skip();
        return false;
    }
}
