using System.Globalization;
using System.Text;

namespace Pitwall.Sessions.Usage;

/// <summary>
/// Writes indented JSON. By hand, because the command line's first output must not wait for a serializer to be loaded
/// and compiled; the values are numbers and short texts only.
/// </summary>
internal sealed class JsonText
{
    // A line break and the deepest indent there is.
    private const string LineAndIndent = "\n                    ";

    private readonly StringBuilder _text = new(16 * 1024);
    private int _depth;
    private bool _first = true;

    public override string ToString() => _text.ToString();

    public JsonText Open(char bracket)
    {
        _text.Append(bracket);
        _depth++;
        _first = true;
        return this;
    }

    public JsonText Close(char bracket)
    {
        _depth--;
        if (!_first)
            Line();
        _text.Append(bracket);
        _first = false;
        return this;
    }

    /// <summary>Begins an element of an array.</summary>
    public JsonText Item()
    {
        if (!_first)
            _text.Append(',');
        Line();
        _first = false;
        return this;
    }

    /// <summary>Begins a member of an object; its value follows.</summary>
    public JsonText Name(string name)
    {
        Item();
        _text.Append('"').Append(name).Append("\": ");
        return this;
    }

    public void Number(string name, long value) => Name(name)._text.Append(value);

    public void Number(string name, double value) => Name(name)._text.Append(CultureInfo.InvariantCulture, $"{value:0.######}");

    public void Bool(string name, bool value) => Name(name)._text.Append(value ? "true" : "false");

    public void Null(string name) => Name(name)._text.Append("null");

    /// <summary>Nano-dollars as dollars, exact.</summary>
    public void Dollars(string name, long nanos)
    {
        Name(name)._text.Append(nanos / 1_000_000_000);
        var fraction = Math.Abs(nanos % 1_000_000_000);
        if (fraction != 0)
            _text.Append('.').Append(fraction.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0'));
    }

    public void Text(string name, string value) => Name(name).Text(value);

    public JsonText Text(string value)
    {
        _text.Append('"');
        foreach (var c in value)
        {
            // Beyond JSON's own rules: what a terminal or a web page could take for a command is escaped too, since
            // names come from transcripts. Surrogates are escaped one by one, so that half a pair stays valid JSON.
            if (c is '"' or '\\')
                _text.Append('\\').Append(c);
            else if (c is < ' ' or '<' or '>' or '&' or (>= '\x7f' and <= '\x9f') or '\u2028' or '\u2029' || char.IsSurrogate(c))
                _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                _text.Append(c);
        }

        _text.Append('"');
        return this;
    }

    public void Texts(string name, IReadOnlyList<string> values)
    {
        Name(name).Open('[');
        foreach (var value in values)
            Item().Text(value);
        Close(']');
    }

    private void Line() => _text.Append(LineAndIndent, 0, 1 + _depth * 2);
}
