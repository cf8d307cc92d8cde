using Pitwall.Web.Formatting;

namespace Pitwall.Tests.Web;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1_000, "1.0K")]
    [InlineData(1_249, "1.2K")]
    [InlineData(1_250, "1.3K")]
    [InlineData(99_949, "99.9K")]
    [InlineData(99_950, "100K")]
    [InlineData(999_499, "999K")]
    [InlineData(999_500, "1.0M")]
    [InlineData(45_600_000, "45.6M")]
    [InlineData(1_234_000_000, "1.2B")]
    [InlineData(long.MaxValue, "9223372T")]
    [InlineData(-1_500, "-1.5K")]
    public void Tokens_HaveThreeDigitsAndAUnit(long tokens, string expected) => Assert.Equal(expected, Figures.Tokens(tokens).ToString());

    [Theory]
    [InlineData(0, "$0")]
    [InlineData(1, "<$0.01")]
    [InlineData(4_999_999, "<$0.01")]
    [InlineData(5_000_000, "$0.01")]
    [InlineData(10_000_000, "$0.01")]
    [InlineData(12_345_000_000, "$12.35")]
    [InlineData(1_234_564_999_999, "$1,234.56")]
    [InlineData(9_999_994_999_999, "$9,999.99")]
    [InlineData(9_999_995_000_000, "$10,000")]
    [InlineData(-2_500_000_000, "−$2.50")]
    public void Money_RoundsHalfACentUp(long nanos, string expected) => Assert.Equal(expected, Figures.Money(nanos));

    [Fact]
    public void MoneyExact_KeepsEveryDigit() => Assert.Equal("$0.001234567", Figures.MoneyExact(1_234_567));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KB")]
    [InlineData(1_536, "1.5 KB")]
    [InlineData(1_048_570, "1.0 MB")]
    public void Bytes_ArePowersOf1024(long bytes, string expected) => Assert.Equal(expected, Figures.Bytes(bytes).ToString());

    [Theory]
    [InlineData(0, 0, "–")]
    [InlineData(0, 5, "0%")]
    [InlineData(1, 1000, "<1%")]
    [InlineData(999, 1000, ">99%")]
    [InlineData(1000, 1000, "100%")]
    [InlineData(1, 8, "13%")]
    public void Percent_NeverRoundsToAllOrNothing(double part, double whole, string expected) => Assert.Equal(expected, Figures.Percent(part, whole));

    [Fact]
    public void Plural_CountsWithGroups() =>
        Assert.Equal(["0 sessions", "1 session", "1,234 entries"], [Figures.Plural(0, "session"), Figures.Plural(1, "session"), Figures.Plural(1234, "entry", "entries")]);
}
