namespace Pitwall.Web.Formatting;

/// <summary>A figure ready to be shown: the number and its unit apart, because they are set differently.</summary>
/// <param name="Number">Digits, such as <c>1.2</c>.</param>
/// <param name="Unit">Unit, such as <c>M</c>; may be empty.</param>
public readonly record struct Figure(string Number, string Unit)
{
    /// <summary>Number and unit together.</summary>
    public override string ToString() => Number + Unit;
}
