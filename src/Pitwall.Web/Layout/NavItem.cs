namespace Pitwall.Web.Layout;

/// <summary>An entry of the top bar. Each part registers its own as singletons.</summary>
/// <param name="Label">What it says.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Key">The letter that leads there after <c>g</c>.</param>
/// <param name="Order">Place in the bar, lowest first.</param>
public sealed record NavItem(string Label, string Href, char Key, int Order);
