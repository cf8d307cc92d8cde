using System.Globalization;
using System.Text.Json;

namespace Pitwall.Core.Prices;

/// <summary>
/// Reads prices.json. By hand and forward only: the command line reads it on every start, and a serializer would cost
/// more than the file.
/// </summary>
internal static class PriceFile
{
    private const decimal PicosPerMillionth = 1_000_000m; // $1 per million tokens = 1e6 pico-dollars per token
    private const decimal PicosPerThousandth = 1_000_000_000m; // $1 per thousand searches = 1e9 pico-dollars each

    public static PriceTable ReadShipped()
    {
        using var stream = typeof(PriceFile).Assembly.GetManifestResourceStream("prices.json")
            ?? throw new InvalidOperationException("prices.json is not part of the program");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }

    public static PriceTable Read(ReadOnlySpan<byte> json)
    {
        var version = "";
        var sources = new List<PriceSource>();
        var models = new Dictionary<string, ModelPrices>(512, StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (NextProperty(ref reader) is { } property)
            {
                if (property == "version")
                    version = reader.GetString() ?? "";
                else if (property == "sources")
                    ReadArray(ref reader, sources, ReadSource);
                else if (property == "models")
                    ReadArray(ref reader, models, ReadModel);
                else
                    reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new FormatException($"Not a price table: {e.Message}", e);
        }

        if (version.Length == 0 || models.Count == 0)
            throw new FormatException("Not a price table: it has no version or no models");
        return new PriceTable(version, sources, models);
    }

    private delegate void ItemReader<T>(ref Utf8JsonReader reader, T into);

    private static void ReadArray<T>(ref Utf8JsonReader reader, T into, ItemReader<T> read)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            read(ref reader, into);
    }

    private static void ReadSource(ref Utf8JsonReader reader, List<PriceSource> sources)
    {
        string name = "", version = "", date = "", licence = "", url = "";
        while (NextProperty(ref reader) is { } property)
        {
            var value = reader.GetString() ?? "";
            switch (property)
            {
                case "name": name = value; break;
                case "version": version = value; break;
                case "date": date = value; break;
                case "licence": licence = value; break;
                case "url": url = value; break;
            }
        }

        sources.Add(new PriceSource(name, version, date, licence, url));
    }

    private static void ReadModel(ref Utf8JsonReader reader, Dictionary<string, ModelPrices> models)
    {
        var names = new List<string>();
        var periods = new List<PricePeriod>();
        int fast = 0, regional = 1000;
        while (NextProperty(ref reader) is { } property)
        {
            switch (property)
            {
                case "names": ReadArray(ref reader, names, (ref Utf8JsonReader r, List<string> to) => to.Add(r.GetString() ?? "")); break;
                case "fast": fast = (int)Whole(reader.GetDecimal(), 1000m); break;
                case "regional": regional = (int)Whole(reader.GetDecimal(), 1000m); break;
                case "prices": ReadArray(ref reader, periods, ReadPeriod); break;
                default: reader.Skip(); break;
            }
        }

        if (periods.Count == 0)
            throw new FormatException($"Not a price table: {string.Join(", ", names)} has no prices");
        var prices = new ModelPrices([.. periods], fast, regional);
        foreach (var name in names)
            models.Add(name, prices);
    }

    private static void ReadPeriod(ref Utf8JsonReader reader, List<PricePeriod> periods)
    {
        var period = new PricePeriod();
        var rates = new RateReader();
        while (NextProperty(ref reader) is { } property)
        {
            switch (property)
            {
                case "from":
                    period = period with { FromMs = DayMs(reader.GetString()) };
                    break;
                case "hours":
                    var hours = new List<string>(2);
                    ReadArray(ref reader, hours, (ref Utf8JsonReader r, List<string> to) => to.Add(r.GetString() ?? ""));
                    period = period with { FromMinute = Minute(hours[0]), ToMinute = Minute(hours[1]) };
                    break;
                case "webSearch":
                    period = period with { WebSearch = Whole(reader.GetDecimal(), PicosPerThousandth) };
                    break;
                case "over":
                    var (context, longRates) = ReadLongContext(ref reader);
                    period = period with { LongContext = context, LongRates = longRates };
                    break;
                default:
                    rates.Take(property, ref reader);
                    break;
            }
        }

        periods.Add(period with { Rates = rates.Done() });
    }

    private static (long Context, PriceRates Rates) ReadLongContext(ref Utf8JsonReader reader)
    {
        var context = long.MaxValue;
        var rates = new RateReader();
        while (NextProperty(ref reader) is { } property)
        {
            if (property == "context")
                context = reader.GetInt64();
            else
                rates.Take(property, ref reader);
        }

        return (context, rates.Done());
    }

    /// <summary>Steps to the next property's value; null at the end of the object.</summary>
    private static string? NextProperty(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject)
            return null;
        var name = reader.GetString();
        reader.Read();
        return name;
    }

    private static long Whole(decimal value, decimal unit)
    {
        var whole = value * unit;
        if (whole < 0 || whole != decimal.Truncate(whole))
            throw new FormatException($"Not a price table: {value} is not a price");
        return (long)whole;
    }

    private static long DayMs(string? day) =>
        new DateTimeOffset(DateTime.ParseExact(day ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static int Minute(string clock) => int.Parse(clock.AsSpan(0, 2), CultureInfo.InvariantCulture) * 60 + int.Parse(clock.AsSpan(3, 2), CultureInfo.InvariantCulture);

    /// <summary>Collects rates; what a list leaves out costs what it would without that kind of cache.</summary>
    private struct RateReader
    {
        private long? _input, _output, _cacheRead, _cacheWrite5m, _cacheWrite1h;

        public void Take(string property, ref Utf8JsonReader reader)
        {
            var rate = Whole(reader.GetDecimal(), PicosPerMillionth);
            switch (property)
            {
                case "input": _input = rate; break;
                case "output": _output = rate; break;
                case "cacheRead": _cacheRead = rate; break;
                case "cacheWrite5m": _cacheWrite5m = rate; break;
                case "cacheWrite1h": _cacheWrite1h = rate; break;
                default: throw new FormatException($"Not a price table: unknown rate {property}");
            }
        }

        public readonly PriceRates Done()
        {
            var input = _input ?? throw new FormatException("Not a price table: a price without an input rate");
            var output = _output ?? throw new FormatException("Not a price table: a price without an output rate");
            return new PriceRates(input, output, _cacheRead ?? input, _cacheWrite5m ?? input, _cacheWrite1h ?? _cacheWrite5m ?? input);
        }
    }
}
