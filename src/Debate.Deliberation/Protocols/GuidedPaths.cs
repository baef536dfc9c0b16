using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Debate.Core.Input;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Paths from general advice to a solution (Peng et al., "ReGenesis: LLMs Can Grow into Reasoning Generalists via Self-Improvement", ICLR
/// 2025): each path makes a piece of advice fit the question, lays out the steps that follow from it, and only then solves; the most frequent
/// answer wins. A path never sees another one, nor a solution before its steps.
/// </summary>
public sealed class GuidedPaths : IProtocol<GuidedPathsOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<GuidedPathsOptions>("guided-paths", 1, () => new GuidedPaths())
    {
        Seats = _ => ["solver"],
        MaxCalls = o => 3 * o.Paths + Math.Min(o.Selections, o.Paths),
        CallsOption = "paths",
        Validate = (problem, o) =>
        {
            if (o.Hint && problem.Answers.Count == 0)
                throw new InputException($"option 'hint': yes tells the right answer, and question {problem.Key} has none");
        },
    };

    /// <summary>The pieces of general advice, in our own words; they are numbered from 1.</summary>
    public static IReadOnlyList<string> Guidelines { get; } = Prompts.Get("guided-paths/guidelines").Split('\n');

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, GuidedPathsOptions options)
    {
        var chosen = ChooseGuidelines(d, options);
        var paths = await d.AllAsync<GuidedPath>([.. chosen.Select((guideline, i) =>
            (Func<IDeliberation, Task<GuidedPath>>)(b => TakeAsync(b, options, i < options.Selections ? null : guideline, i + 1)))]);
        var vote = AnswerGroups.Create([.. paths.Select(p => p.Answer)], d.Problem.Choices);
        var verdict = vote.Winner is not { } winner ? Verdict.FromFault(paths.Select(p => p.Last)) : new(Decision.Decided)
        {
            Answer = winner, Reason = FormattableString.Invariant($"{vote.All[0].Voters.Count} of {paths.Count} paths"),
        };
        return verdict with { Ended = "vote", Rounds = paths.Count, Measures = Measure(d.Problem, paths), Notes = [.. ListNotes(options, paths)] };
    }

    /// <summary>As many as there are paths, drawn in an order of its own each time all have been taken.</summary>
    private static int[] ChooseGuidelines(IDeliberation d, GuidedPathsOptions options)
    {
        var (draws, from) = (d.Draw(), options.Guidelines?.Numbers ?? [.. Enumerable.Range(1, Guidelines.Count)]);
        var chosen = new List<int>();
        while (chosen.Count < options.Paths)
        {
            int[] shuffled = [.. from];
            for (var i = shuffled.Length - 1; i > 0; i--)
            {
                var other = draws.NextInt(i + 1);
                (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
            }
            chosen.AddRange(shuffled);
        }
        return [.. chosen.Take(options.Paths)];
    }

    /// <summary>One path; where no guideline is given, the seat first chooses two or three.</summary>
    private static async Task<GuidedPath> TakeAsync(IDeliberation d, GuidedPathsOptions options, int? guideline, int number)
    {
        var question = ("question", d.Problem.PromptText);
        var hint = options.Hint ? Prompts.Fill("guided-paths/hint", ("answer", Quotation.Quote("the key", d.Problem.Answers[0]))) : "";
        IReadOnlyList<int> advised = guideline is { } one ? [one]
            : (await AskAsync("guided-paths/select", new GuidelineReader(Guidelines.Count), ("guidelines", Format(Enumerable.Range(1, Guidelines.Count)))))
                .Value?.Numbers ?? [1];
        var adapted = await AskAsync("guided-paths/adapt", new FieldReader("advice"), ("guidelines", Format(advised)), ("hint", hint));
        var advice = ("advice", Quotation.Quote("advice", adapted.Value?.Text ?? Format(advised)));
        var structure = await AskAsync("guided-paths/structure", new StructureReader(), advice);
        // What a hint has let slip into is not used, so that no row made of it can hold the key.
        if (options.Hint && Holds(d.Problem, adapted.Value?.Text) | Holds(d.Problem, structure.Value?.Text))
            return new(number, "", structure.Last, IsLeaky: true);
        var plan = structure.Value is null ? "" : Quotation.Quote("plan", structure.Value.Text);
        var solved = await new SeatChat(d, "solver").AskAsync(
            Prompts.Fill("guided-paths/solve", question, advice, ("plan", plan), ("hint", hint)), number);
        return new(number, SingleReply.FindAnswer(solved), solved);

        Task<Reply<T>> AskAsync<T>(string prompt, IReader<T> reader, params (string, string)[] values) where T : class =>
            new SeatChat(d, "solver").AskAsync(Prompts.Fill(prompt, [question, .. values]), reader);
    }

    private static string Format(IEnumerable<int> guidelines) =>
        string.Join('\n', guidelines.Select(g => FormattableString.Invariant($"{g}. {Guidelines[g - 1]}")));

    private static bool Holds(Problem problem, string? text) =>
        text is not null && problem.Answers.Any(a => a.Trim().Length > 0 && HoldsWord(text, a.Trim()));

    private static bool HoldsWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0;
            at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
            if (!(at > 0 && char.IsLetterOrDigit(text[at - 1]))
                && !(at + word.Length < text.Length && char.IsLetterOrDigit(text[at + word.Length]))) return true;
        return false;
    }

    private static ImmutableSortedDictionary<string, double> Measure(Problem problem, IReadOnlyList<GuidedPath> paths)
    {
        var measures = ImmutableSortedDictionary<string, double>.Empty.Add("paths", paths.Count(p => p.Answer.Length > 0));
        return problem.Answers.Count == 0 ? measures : measures.Add("paths.right", paths.Count(p =>
            p.Answer.Length > 0 && AutoChecker.SelectChecker(problem).Check(p.Answer, problem).Correct));
    }

    private static IEnumerable<string> ListNotes(GuidedPathsOptions options, IReadOnlyList<GuidedPath> paths)
    {
        if (options.Hint) yield return "the seat was told the key (hint=yes), so that the answer says nothing of what it can do";
        if (paths.Count(p => p.IsLeaky) is > 0 and var leaky)
            yield return FormattableString.Invariant($"{leaky} paths told the key before they solved, and were dropped");
    }

    private sealed record GuidedPath(int Number, string Answer, SeatReply Last, bool IsLeaky = false);
}

/// <summary>The options of guided paths.</summary>
public sealed record GuidedPathsOptions
{
    /// <summary>Paths.</summary>
    [Option("Paths, of three calls each."), Range(1, 1000)]
    public int Paths { get; init; } = 5;

    /// <summary>How many of them begin with advice that the seat chooses itself.</summary>
    [Option("How many of the paths begin with two or three pieces of advice that the seat chooses itself; a call more for each."), Range(0, 1000)]
    public int Selections { get; init; }

    /// <summary>The pieces of advice to draw from; null for all.</summary>
    [Option("The pieces of advice that paths draw from.")]
    public GuidelineNumbers? Guidelines { get; init; }

    /// <summary>Whether the seat is told the key.</summary>
    [Option("Whether the seat is told the right answer, to make data; never to measure it.")]
    public bool Hint { get; init; }
}

/// <summary>Numbers of pieces of advice.</summary>
/// <param name="Numbers">From 1, each once, ascending.</param>
public sealed record GuidelineNumbers(IReadOnlyList<int> Numbers) : IOptionValue<GuidelineNumbers>
{
    private const string All = "all";

    /// <inheritdoc/>
    public static string Rule => FormattableString.Invariant($"all, or numbers from 1 to {GuidedPaths.Guidelines.Count} with commas");

    /// <inheritdoc/>
    public static bool TryRead(string text, out GuidelineNumbers? value)
    {
        value = null;
        if (text == All) return true;
        var numbers = new SortedSet<int>();
        foreach (var part in text.Split(','))
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1
                || number > GuidedPaths.Guidelines.Count || !numbers.Add(number)) return false;
        value = new([.. numbers]);
        return true;
    }

    /// <inheritdoc/>
    public static string Write(GuidelineNumbers? value) => value is null ? All : string.Join(',', value.Numbers);
}

/// <summary>Reads which pieces of advice a seat chose: up to three numbers in the field "guidelines".</summary>
/// <param name="count">How many there are.</param>
internal sealed class GuidelineReader(int count) : IReader<GuidelineNumbers>
{
    /// <inheritdoc/>
    public string Name => "{\"guidelines\": \"3, 7\"}";

    /// <inheritdoc/>
    public ReadResult<GuidelineNumbers> Read(string reply)
    {
        var said = StructuredReply.Read(reply, "guidelines")?.FindText("guidelines") ?? "";
        int[] numbers = [.. said.Split([',', ' ', '[', ']', '.', ';', '\n'], StringSplitOptions.RemoveEmptyEntries).Take(100)
            .Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number >= 1 && number <= count).Distinct().Take(3)];
        return numbers.Length > 0 ? ReadResult<GuidelineNumbers>.Accepted(new(numbers))
            : ReadResult<GuidelineNumbers>.Refused("It names none of the pieces of advice by number.");
    }
}

/// <summary>Reads the steps of a structure: the keys of the object in the field "plan", in their order, without numbers.</summary>
internal sealed class StructureReader : IReader<TextReply>
{
    private const int MaxSteps = 100;

    /// <inheritdoc/>
    public string Name => "{\"plan\": {\"1. ...\": \"\"}}";

    /// <inheritdoc/>
    public ReadResult<TextReply> Read(string reply)
    {
        var found = StructuredReply.Read(reply, "plan");
        string[] steps = found?.FindField("plan") is not { } plan ? []
            : plan.Kind != FieldKind.Object ? [plan.Text]
            : [.. found.Fields.SkipWhile(f => f != plan).Skip(1).Select(f => f.Name.TrimStart([.. "0123456789.) "]))];
        var named = steps.Where(StructuredReply.IsMeaningful).Take(MaxSteps).ToList();
        return named.Count > 0 ? ReadResult<TextReply>.Accepted(new(string.Join('\n', named.Select(s => $"- {s}"))))
            : ReadResult<TextReply>.Refused("No object with the field plan, an object with the steps as its keys, was found.");
    }
}
