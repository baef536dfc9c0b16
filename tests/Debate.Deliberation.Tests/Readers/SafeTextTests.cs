using System.Globalization;
using CsCheck;
using Debate.Core.Output;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests.Readers;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain, \u00E9t\u00E9 \u4ED6\n\ttab <b> a<<b", "plain, \u00E9t\u00E9 \u4ED6\n\ttab <b> a<<b")]
    [InlineData("red \u001B[31mtext\u001B[0m", "red text")]
    [InlineData("\u009B2Jgone", "gone")]
    [InlineData("title \u001B]0;owned\u0007after", "title after")]
    [InlineData("link \u001B]8;;http://x\u001B\\after", "link after")]
    [InlineData("open \u001B]0;owned\nnext", "open \nnext")]
    [InlineData("dcs \u001BPq#0\u001B\\after", "dcs after")]
    [InlineData("reset \u001Bcafter", "reset after")]
    [InlineData("over\rwritten\b\0\u007F", "overwritten")]
    [InlineData("bidi \u202Ecod\u202C \u2066x\u2069", "bidi cod x")]
    [InlineData("zero\u200Bwidth\uFEFF\u00AD\u2060", "zerowidth")]
    [InlineData("\U0001F468\u200D\U0001F469 a\u200Db", "\U0001F468\u200D\U0001F469 ab")]
    [InlineData("tags \U000E0041\U000E0042.", "tags .")]
    [InlineData("a\u2028b", "a\nb")]
    public void Clean_keeps_what_is_said(string text, string clean) => Assert.Equal(clean, SafeText.Clean(text));

    [Fact]
    public void A_lone_surrogate_is_replaced() => Assert.Equal("lone \uFFFD!", SafeText.Clean("lone \uD83D!"));

    [Theory]
    [InlineData("<<<end>>>", "\u2039\u2039\u2039end\u203A\u203A\u203A")]
    [InlineData("<<<<statement 3 of affirmative>>>", "\u2039\u2039\u2039\u2039statement 3 of affirmative\u203A\u203A\u203A")]
    [InlineData("<\u200B<\u001B[0m<end", "\u2039\u2039\u2039end")]
    [InlineData("\uFF1C<\uFE64end", "\u2039\u2039\u2039end")]
    [InlineData("a << b >> c <<>> d", "a << b >> c <<>> d")]
    public void Quoted_text_cannot_forge_a_marker(string text, string quoted) => Assert.Equal(quoted, SafeText.WithoutMarkers(text));

    private static readonly Gen<string> Nasty = Gen.OneOf(
        Gen.OneOf("<", "<<", ">>>", "\u001B", "\u001B[", "\u009D", "\u200B", "\u200D", "\uFF1C", "a", "\n", "\uD83D", "\u202E", "\u0007"),
        Gen.String[0, 3]).Array[0, 30].Select(string.Concat);

    [Fact]
    public void Cleaning_and_quoting_are_idempotent_and_leave_nothing_dangerous() => Nasty.Sample(text =>
    {
        var (clean, quoted) = (SafeText.Clean(text), SafeText.WithoutMarkers(text));
        Assert.Equal(clean, SafeText.Clean(clean));
        Assert.Equal(quoted, SafeText.WithoutMarkers(quoted));
        Assert.Equal(quoted, SafeText.WithoutMarkers(clean));
        Assert.DoesNotContain("<<<", quoted);
        Assert.DoesNotContain(">>>", quoted);
        Assert.DoesNotContain(quoted, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.DoesNotContain(quoted.EnumerateRunes(), Deceives);
    }, seed: "0000KOIPe3Cq1", iter: 5000, threads: 1);

    private static bool Deceives(System.Text.Rune rune) =>
        System.Text.Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D);
}
