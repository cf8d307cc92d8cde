using System.Text;

namespace Pitwall.Core.Prices;

/// <summary>
/// Reads prices.txt, whose head describes its format. Plain lines instead of JSON because every start of the command
/// line reads it: loading a JSON reader alone takes longer than this.
/// </summary>
internal sealed class PriceFile
{
    private readonly List<PriceSource> _sources = [];
    private readonly Dictionary<string, ModelPrices> _models = new(512, StringComparer.Ordinal);
    private string _version = "";

    // The model being read.
    private string[] _names = [];
    private readonly List<PricePeriod> _periods = [];
    private int _fast, _regional;

    public static PriceTable ReadShipped()
    {
        using var stream = typeof(PriceFile).Assembly.GetManifestResourceStream("prices.txt")
            ?? throw new InvalidOperationException("prices.txt is not part of the program");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(Encoding.UTF8.GetString(bytes));
    }

    public static PriceTable Read(string text)
    {
        var file = new PriceFile();
        var number = 0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            // Not EnumerateLines: the search behind it is compiled on first use, which takes 10 ms of every start.
            var end = rest.IndexOf('\n');
            var line = end < 0 ? rest : rest[..end];
            rest = rest[Math.Min(rest.Length, line.Length + 1)..];
            number++;
            try
            {
                file.Take(line.Trim());
            }
            catch (FormatException e)
            {
                throw new FormatException($"Line {number} of the price table: {e.Message}", e);
            }
        }

        file.EndModel();
        if (file._version.Length == 0 || file._models.Count == 0)
            throw new FormatException("A price table needs a version and at least one model");
        return new PriceTable(file._version, file._sources, file._models);
    }

    private void Take(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[0] == '#')
            return;
        var words = new Words(line);
        switch (words.Next())
        {
            case "version":
                _version = words.Rest().ToString();
                break;
            case "source":
                var parts = words.Rest().ToString().Split(" | ");
                if (parts.Length != 5)
                    throw new FormatException("a source has a name, a version, a date, a licence and an address");
                _sources.Add(new PriceSource(parts[0], parts[1], parts[2], parts[3], parts[4]));
                break;
            case "model":
                EndModel();
                _names = words.Rest().ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
                (_fast, _regional) = (0, 1000);
                break;
            case "fast":
                _fast = (int)Scaled(words.Next(), 3);
                break;
            case "regional":
                _regional = (int)Scaled(words.Next(), 3);
                break;
            case "price":
                _periods.Add(ReadPrice(words));
                break;
            case "over" when _periods.Count > 0:
                var context = Scaled(words.Next(), 0);
                _periods[^1] = _periods[^1] with { LongContext = context, LongRates = ReadPrice(words).Rates };
                break;
            default:
                throw new FormatException("it begins with an unknown word");
        }
    }

    private void EndModel()
    {
        if (_names.Length == 0)
            return;
        if (_periods.Count == 0)
            throw new FormatException($"{_names[0]} has no price");
        var prices = new ModelPrices([.. _periods], _fast, _regional);
        foreach (var name in _names)
        {
            if (!_models.TryAdd(name, prices))
                throw new FormatException($"{name} is there twice");
        }

        _periods.Clear();
        _names = [];
    }

    private static PricePeriod ReadPrice(Words words)
    {
        var period = new PricePeriod();
        long input = -1, output = -1, read = -1, write5m = -1, write1h = -1;
        while (words.Next() is { IsEmpty: false } name)
        {
            var value = words.Next();
            switch (name)
            {
                case "input": input = PerToken(value); break;
                case "output": output = PerToken(value); break;
                case "read": read = PerToken(value); break;
                case "write5m": write5m = PerToken(value); break;
                case "write1h": write1h = PerToken(value); break;
                case "search": period = period with { WebSearch = Scaled(value, 9) }; break; // $1 per 1,000 = 1e9 pico-dollars each
                case "from": period = period with { FromMs = DayMs(value) }; break;
                case "hours" when value.Length == 11: period = period with { FromMinute = Minute(value[..5]), ToMinute = Minute(value[6..]) }; break;
                default: throw new FormatException($"{name} is not a rate");
            }
        }

        if (input < 0 || output < 0)
            throw new FormatException("a price needs an input and an output rate");
        // What a list leaves out costs what it would without that kind of cache.
        read = read < 0 ? input : read;
        write5m = write5m < 0 ? input : write5m;
        write1h = write1h < 0 ? write5m : write1h;
        return period with { Rates = new PriceRates(input, output, read, write5m, write1h) };
    }

    // $1 per million tokens = 1e6 pico-dollars per token.
    private static long PerToken(ReadOnlySpan<char> dollars) => Scaled(dollars, 6);

    /// <summary>A decimal number times ten to the <paramref name="digits"/>, exact.</summary>
    private static long Scaled(ReadOnlySpan<char> number, int digits)
    {
        var point = number.IndexOf('.');
        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? [] : number[(point + 1)..];
        if (whole.IsEmpty || whole.Length + digits > 18 || fraction.Length > digits)
            throw new FormatException($"'{number}' is not a number with at most {digits} decimals");
        var value = 0L;
        for (var i = 0; i < whole.Length + digits; i++)
        {
            var digit = i < whole.Length ? whole[i] : i - whole.Length < fraction.Length ? fraction[i - whole.Length] : '0';
            if (!char.IsAsciiDigit(digit))
                throw new FormatException($"'{number}' is not a number");
            value = value * 10 + (digit - '0');
        }

        return value;
    }

    private static long DayMs(ReadOnlySpan<char> day) =>
        new DateTimeOffset(Number(day, 0, 4), Number(day, 5, 2), Number(day, 8, 2), 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static int Minute(ReadOnlySpan<char> clock) => Number(clock, 0, 2) * 60 + Number(clock, 3, 2);

    private static int Number(ReadOnlySpan<char> text, int start, int length) =>
        start + length <= text.Length ? (int)Scaled(text.Slice(start, length), 0) : throw new FormatException($"'{text}' is not a date or time");

    private ref struct Words(ReadOnlySpan<char> line)
    {
        private ReadOnlySpan<char> _rest = line;

        /// <summary>The next word; empty at the end.</summary>
        public ReadOnlySpan<char> Next()
        {
            _rest = _rest.TrimStart(' ');
            var end = _rest.IndexOf(' ');
            var word = end < 0 ? _rest : _rest[..end];
            _rest = _rest[word.Length..];
            return word;
        }

        public readonly ReadOnlySpan<char> Rest() => _rest.Trim(' ');
    }
}
