using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Debate.Core;

namespace Debate.Models;

/// <summary>
/// What a simulated reasoner writes, and how it knows it again in a prompt: whether a step or a rationale was a good one stands in its
/// words, so that a later call that sees nothing but a request depends on what the request shows.
/// </summary>
internal static partial class ReasonerText
{
    /// <summary>One token of a thought that only takes time.</summary>
    private const string Filler = "hmm ";

    /// <summary>A rationale from which right answers follow.</summary>
    public const string GoodRationale = "Each quantity is taken up in turn, and nothing is left out.";

    /// <summary>A rationale that leads astray.</summary>
    public const string BadRationale = "At first sight one of the quantities does not matter.";

    /// <summary>The smaller questions that lead up to any question.</summary>
    public const string Questions = """{"1": "What is given?", "2": "What follows from it?"}""";

    private const string Sound = "this follows from what is known.";
    private const string Unsound = "here I assume what is not known.";

    /// <summary>A step of a solution. Steps of one place differ by their way, so that none is taken for another.</summary>
    public static string FormatStep(int number, int count, bool isSound, SeededRandom draws) =>
        FormattableString.Invariant($"Part {number} of {count}, way {draws.NextInt(100_000)}: {(isSound ? Sound : Unsound)}");

    /// <summary>The steps in several texts by their number, and whether each is sound; of a step shown twice the last one counts.</summary>
    public static SortedDictionary<int, bool> FindSteps(params IEnumerable<string> texts)
    {
        var steps = new SortedDictionary<int, bool>();
        foreach (var text in texts)
            foreach (Match step in StepPattern().Matches(text))
                steps[int.Parse(step.Groups[1].ValueSpan, CultureInfo.InvariantCulture)] = step.Groups[2].ValueSpan.SequenceEqual("this");
        return steps;
    }

    /// <summary>What it says of a skill in a plan.</summary>
    public static string FormatSkill(int skill) => FormattableString.Invariant($"Use skill {skill}");

    /// <summary>The skills that a text names.</summary>
    public static IReadOnlyList<int> FindSkills(string text) =>
        [.. SkillPattern().Matches(text).Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).Distinct()];

    /// <summary>The number of examples in a text that have a question.</summary>
    public static int CountExamples(string text) => ExamplePattern().Count(text);

    /// <summary>The greatest number of an example that a text mentions.</summary>
    public static int FindLastExample(string text) =>
        ExampleNumberPattern().Matches(text).Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .DefaultIfEmpty(1).Max();

    /// <summary>The beginning of a thought, or of what follows an interruption: the answer that it holds, in whole tokens.</summary>
    public static string FormatHeld(string answer)
    {
        var text = $"I have {answer}. ";
        return text.PadRight((int)TokenEstimate.FromCharacters(text.Length) * TokenEstimate.CharactersPerToken);
    }

    /// <summary>The answer that a written thought holds, the last one of several; null where it holds none.</summary>
    public static string? FindHeld(string text) => HeldPattern().Matches(text) is [.., var last] ? last.Groups[1].Value : null;

    /// <summary>A thought that goes on for so many tokens, and then ends.</summary>
    public static string FormatThought(string beginning, int tokens, string end)
    {
        var fillers = Math.Max(0, tokens - TokenEstimate.FromCharacters(beginning.Length) - TokenEstimate.FromCharacters(end.Length));
        return new StringBuilder(beginning).Insert(beginning.Length, Filler, (int)fillers).Append(end).ToString();
    }

    /// <summary>A thought as it stands so far.</summary>
    /// <param name="Held">The answer that it holds; null where it has none yet.</param>
    /// <param name="Tokens">The tokens of its own words.</param>
    /// <param name="IsInterrupted">Whether it ends with words that are not its own.</param>
    public readonly record struct Thought(string? Held, int Tokens, bool IsInterrupted)
    {
        /// <summary>Tells its own words from what was put between them.</summary>
        public static Thought Read(string begun)
        {
            var (held, own, end) = ((string?)null, 0, 0);
            foreach (Match word in OwnPattern().Matches(begun))
            {
                (own, end) = (own + word.Length, word.Index + word.Length);
                if (word.Groups[1].Success) held = word.Groups[1].Value;
            }
            return new(held, own / TokenEstimate.CharactersPerToken, !string.IsNullOrWhiteSpace(begun[end..]));
        }
    }

    /// <summary>A program that prints a text, in either language; the text is one of a JSON string.</summary>
    public static string FormatProgram(string language, string escaped) => $"```{language}\nprint(\"{escaped}\")\n```";

    [GeneratedRegex(@"Part (\d{1,6}) of \d{1,6}, way \d{1,6}: (this|here) ", RegexOptions.CultureInvariant)]
    private static partial Regex StepPattern();

    [GeneratedRegex(@"Use skill (\d{1,6})", RegexOptions.CultureInvariant)]
    private static partial Regex SkillPattern();

    [GeneratedRegex(@"^Q\d{1,3}:[ \t]*[^\s]", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ExamplePattern();

    [GeneratedRegex(@"\bQ(\d{1,3}):", RegexOptions.CultureInvariant)]
    private static partial Regex ExampleNumberPattern();

    [GeneratedRegex(@"I have ([^\n]{1,1000}?)\.(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex HeldPattern();

    [GeneratedRegex(@"I have ([^\n]{1,1000}?)\. +|hmm ", RegexOptions.CultureInvariant)]
    private static partial Regex OwnPattern();
}
