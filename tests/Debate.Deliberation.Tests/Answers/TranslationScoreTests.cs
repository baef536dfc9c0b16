using CsCheck;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Tests.Answers;

/// <summary>
/// Expected scores were computed with sacreBLEU (BLEU 13a and zh, exponential smoothing, effective order; chrF2 up to order six).
/// </summary>
public sealed class TranslationScoreTests
{
    private static readonly (string Said, string Reference, double Bleu, double Chrf)[] English =
    [
        ("the cat sat on the mat", "the cat is on the mat", 37.991784, 64.577942),
        ("He is playing a ball.", "He is playing ball.", 37.991784, 78.381048),
        ("Hello, world!", "hello world", 15.973578, 46.123358),
        ("It costs 1,000.50 dollars - 3-4 of them, don't you think?", "It cost 1,000 dollars; 3-4 of those, don't you think?",
            43.332079, 67.356303),
        ("a b c d", "a b c d e f g h", 36.787944, 41.859831),
        ("cat", "the cat", 36.787944, 43.726236),
        ("dog", "the cat", 0, 0),
        ("Its price (in US$) rose by 5%.", "The price, in US$, rose 5 %.", 22.781556, 36.233658),
    ];

    [Fact]
    public void English_sentences_score_as_published()
    {
        foreach (var (said, reference, bleu, chrf) in English)
        {
            Assert.Equal(bleu, Bleu.Sentence(said, reference), 1e-5);
            Assert.Equal(chrf, Chrf.Sentence(said, reference), 1e-5);
        }
    }

    [Theory]
    [InlineData("\u4ED6\u5728\u6253\u7BEE\u7403\u3002", "\u4ED6\u6B63\u5728\u6253\u7403\u3002", 24.274589, 20.555556)]
    [InlineData("\u6211\u559C\u6B22 GPT-4 \u6A21\u578B", "\u6211\u7231 GPT-4 \u6A21\u578B!", 32.466792, 59.384921)]
    public void Chinese_is_cut_by_character(string said, string reference, double bleu, double chrf)
    {
        Assert.Equal(bleu, Bleu.Sentence(said, reference), 1e-5);
        Assert.Equal(chrf, Chrf.Sentence(said, reference), 1e-5);
    }

    [Fact]
    public void A_corpus_adds_counts_before_it_divides()
    {
        var pairs = English.Select(e => (e.Said, e.Reference)).ToList();
        Assert.Equal(33.655022, Bleu.Corpus(pairs), 1e-5);
        Assert.Equal(56.337990, Chrf.Corpus(pairs), 1e-5);
        Assert.Equal(0, Bleu.Corpus([]));
        Assert.Equal(0, Chrf.Corpus([]));
    }

    [Fact]
    public void Scores_stay_between_0_and_100_and_a_text_is_its_own_best_translation()
    {
        var text = Gen.OneOf("a", "b", "cat", " ", ". ", "1,5", "\u4ED6", "\U0001F600", "-").Array[0, 12].Select(string.Concat);
        Gen.Select(text, text).Sample((said, reference) =>
        {
            Assert.InRange(Bleu.Sentence(said, reference), 0, 100.0000001);
            Assert.InRange(Chrf.Sentence(said, reference), 0, 100.0000001);
            var own = string.IsNullOrWhiteSpace(said) ? 0 : 100;
            Assert.Equal(own, Bleu.Sentence(said, said), 1e-6);
            Assert.Equal(own, Chrf.Sentence(said, said), 1e-6);
        }, seed: "0000KOIPe3Cq1", iter: 500, threads: 1);
    }

    [Fact]
    public void Thresholds_make_a_score_a_verdict()
    {
        var question = new Problem("1", "?") { Answers = ["the cat is on the mat", "a dog"] };
        Assert.True(new ChrfChecker().Check("the cat sat on the mat", question) is { Correct: true, Score: > 64 and < 65 });
        Assert.True(new BleuChecker().Check("the cat sat on the mat", question) is { Correct: true, Score: > 37 and < 38 });
        Assert.True(new BleuChecker().Check("some bird", question) is { Correct: false });
    }
}
