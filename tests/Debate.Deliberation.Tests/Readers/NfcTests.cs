using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Debate.Core;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests.Readers;

public sealed class NfcTests
{
    [Theory]
    [InlineData("Tu\u0308lu", "T\u00FClu")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("a\u0301\u0323", "\u1EA1\u0301")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\uD558\u11AB", "\uD55C")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\uD834\uDD5E", "\uD834\uDD57\uD834\uDD65")]
    [InlineData("a\u0315\u0300\u05AE\u0327b", "\u00E0\u0327\u05AE\u0315b")]
    [InlineData("gpt-4 \u00FCber", "gpt-4 \u00FCber")]
    public void Equivalent_texts_become_one(string text, string expected) => Assert.Equal(expected, Nfc.Normalize(text));

    [Theory]
    [InlineData("\uFB01", "fi")]
    [InlineData("\uFF21", "A")]
    [InlineData("\u0430", "a")]
    public void Texts_that_are_only_alike_stay_apart(string one, string other) => Assert.NotEqual(Nfc.Normalize(one), Nfc.Normalize(other));

    /// <summary>
    /// Every character of the planes that have any which change: alone, after a letter, before an accent, between accents, and doubled. The
    /// digest was computed by Python's unicodedata, whose data are of the same version.
    /// </summary>
    [Fact]
    public void All_characters_are_normalised_as_by_another_implementation()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var point = 0; point < 0x30000; point++)
        {
            if (point is >= 0xD800 and <= 0xDFFF) continue;
            var sign = new Rune(point).ToString();
            foreach (var text in new[] { sign, "a" + sign, sign + "\u0301", "\u0323" + sign + "\u0307", sign + sign })
                hash.AppendData(Encoding.UTF8.GetBytes(Nfc.Normalize(text) + "\n"));
        }
        Assert.Equal("59bc564f797d95634e66e23000b0bb868a72f38701c3f7ec42b3809af802d4c4", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() => Assert.Equal("a\uFFFD", Nfc.Normalize("a" + (char)0xD83D));

    [Fact]
    public void Normalising_twice_changes_nothing() => Gen.OneOf(Gen.Char['\u0300', '\u036F'], Gen.Char['a', 'z'],
        Gen.Char['\u1E00', '\u1EFF'], Gen.Char['\u1100', '\u1175'], Gen.Char['\u05B0', '\u05C7']).Array[0, 12].Sample(signs =>
        {
            var once = Nfc.Normalize(new string(signs));
            Assert.Equal(once, Nfc.Normalize(once));
        });
}
