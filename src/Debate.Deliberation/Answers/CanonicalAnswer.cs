using System.Globalization;

namespace Debate.Deliberation.Answers;

/// <summary>
/// The canonical form under which two answers of unknown truth count as the same answer. Votes, disagreement measures and option matching
/// use it.
/// </summary>
public static class CanonicalAnswer
{
    /// <summary>Answers with more words than this are compared as text.</summary>
    private const int MaxWords = 6;

    /// <summary>
    /// With choices: the letter of the option that the answer names. Otherwise, when a short answer (at most six words) contains exactly
    /// one number: that number to nine significant digits: "5", "5.0" and "5 minutes" are one answer. Otherwise: the
    /// <see cref="NormalisedText"/>.
    /// </summary>
    public static string Compute(string answer, IReadOnlyList<string>? choices = null)
    {
        if (choices is { Count: > 0 } && ChoiceChecker.FindChoice(answer, choices) is { } option) return ((char)('A' + option)).ToString();
        var words = answer.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (words <= MaxWords && NumberParser.FindAll(answer) is [var number])
            return number.Value.ToString("G9", CultureInfo.InvariantCulture);
        return NormalisedText.Normalise(answer);
    }
}
