using System.Collections.Immutable;
using System.Globalization;
using Debate.Networks;

namespace Debate.Training.Reasoners;

/// <summary>
/// The words that a network knows, each with a row of parameters: those of the texts that it learnt from, the most frequent first. Other
/// words have no weight. Words are kept as they are, and not hashed, because an explanation names them.
/// </summary>
public sealed class Vocabulary
{
    private const int MaxWordLength = 48;

    private readonly Dictionary<string, int> _places;
    private readonly bool _pairs;

    /// <param name="words">The words, in the order of their rows.</param>
    /// <param name="pairs">Whether pairs of neighbouring words are words, too.</param>
    public Vocabulary(ImmutableArray<string> words, bool pairs = false)
    {
        (Words, _pairs, _places) = (words, pairs, new(words.Length, StringComparer.Ordinal));
        for (var i = 0; i < words.Length; i++) _places.TryAdd(words[i], i);
    }

    /// <summary>The words, in the order of their rows.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>The words of some texts, at most <paramref name="max"/>; of equally frequent ones those first in order.</summary>
    public static Vocabulary Learn(IEnumerable<string> texts, bool pairs = false, int max = 1 << 14)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
            foreach (var word in Split(text, pairs)) counts[word] = counts.GetValueOrDefault(word) + 1;
        return new(
            [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(max).Select(c => c.Key)], pairs);
    }

    /// <summary>
    /// The words of a text in lower case: runs of letters and digits; a character of a script that has no spaces is a word by itself. Linear
    /// in the text's length.
    /// </summary>
    public static IEnumerable<string> Split(string text, bool pairs = false)
    {
        var before = (string?)null;
        foreach (var word in SplitWords(text))
        {
            yield return word;
            if (pairs && before is not null) yield return $"{before} {word}";
            before = word;
        }
    }

    /// <summary>The rows of the words of a text that it knows, each as often as it stands there.</summary>
    public IEnumerable<int> Find(string text)
    {
        foreach (var word in Split(text, _pairs))
            if (_places.TryGetValue(word, out var place)) yield return place;
    }

    /// <summary>Adds the words of a text to the row that is being made, from a row of parameters on.</summary>
    public void AddTo(SparseRows rows, string text, int offset = 0)
    {
        foreach (var place in Find(text)) rows.Add(offset + place);
    }

    private static IEnumerable<string> SplitWords(string text)
    {
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var alone = at < text.Length && StandsAlone(text[at]);
            var part = at < text.Length && !alone && char.IsLetterOrDigit(text[at]) && (start < 0 || at - start < MaxWordLength);
            if (part && start < 0) start = at;
            if (part) continue;
            if (start >= 0) yield return text[start..at].ToLower(CultureInfo.InvariantCulture);
            start = at < text.Length && !alone && char.IsLetterOrDigit(text[at]) ? at : -1;
            if (alone) yield return text[at..(at + 1)];
        }
    }

    // Thai, kana, Chinese characters and Hangul.
    private static bool StandsAlone(char c) => c is >= '\u0E00' and <= '\u0E7F' or >= '\u3040' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7AF';
}
