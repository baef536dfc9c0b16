using System.Collections.Immutable;
using Debate.Core.Input;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Discussions;

/// <summary>
/// Seats that each argue for one of two answers, and judges who decide between the two (the setting of Khan et al., 2024; the league uses
/// it too).
/// </summary>
/// <param name="d">The deliberation.</param>
/// <param name="options">The options.</param>
/// <param name="order">The order in which the answers stand.</param>
/// <param name="quotes">What counts where quotes are looked up.</param>
internal sealed class Advocacy(
    IDeliberation d, AdvocacyOptions options, AnswerOrder order, QuoteMatching quotes = QuoteMatching.Letters)
{
    /// <summary>The prompt folders that all protocols of this kind share.</summary>
    public static IReadOnlyList<string> SharedPrompts { get; } = ["advocacy"];

    /// <summary>The two answers, in the order in which they stand here; the first side argues for the first one.</summary>
    public AnswerPair Answers { get; } = AnswerPair.FromProblem(d.Problem, options.Answers).InOrder(order);

    /// <summary>The order in which they stand.</summary>
    public AnswerOrder Order => order;

    /// <summary>The discussion in which the seats speak and hear one another.</summary>
    public Discussion Discussion { get; } = new(d, quotes);

    /// <summary>Adds a seat with the common rules and the instruction prompt of that name.</summary>
    /// <param name="name">The name by which the others know it: where sides swap places, the name of its place.</param>
    /// <param name="instruction">The name of its prompt.</param>
    /// <param name="passage">A text that it may read; null for none.</param>
    /// <param name="sides">The sides among which places are swapped; null for a seat that keeps its own.</param>
    /// <param name="tools">What it may use besides words.</param>
    public void AddSeat(
        string name, string instruction, string? passage = null, IReadOnlyList<string>? sides = null, DebateTools tools = DebateTools.None)
    {
        var rules = Prompts.Fill("advocacy/rules", ("question", (d.Problem with { Choices = Answers.Both }).PromptText));
        var seat = sides is null ? name : sides[order.FindSeat(sides.Index().First(s => s.Item == name).Index)];
        Discussion.AddSeat(name, $"{rules}\n\n{Prompts.Fill(instruction, ("seat", name))}", passage, seat, tools);
    }

    /// <summary>The prompt of a seat's first turn: the statements it has heard, if any, and the answer it argues for.</summary>
    public string FormatOpening(int answer, string heard)
    {
        var told = Prompts.Fill("advocacy/opening", ("position", Quotation.Quote("position", Answers.Both[answer])));
        return heard.Length == 0 ? told : $"{heard}\n\n{told}";
    }

    /// <summary>Asks a judge to decide between the sides, or between the answers when there are no sides.</summary>
    public Task<Reply<SideReply>> AskJudgeAsync(string judge, string told, IReadOnlyList<string> sides, int round) =>
        Discussion.GetMember(judge).Chat.AskAsync(told, new SideReader(sides, Answers.IndexOf), round);

    /// <summary>The verdict of one judge. When side and answer contradict each other, a note says so and the side counts.</summary>
    public Verdict CreateVerdict(Reply<SideReply> reply, IReadOnlyList<string> sides, int rounds)
    {
        var verdict = reply.Value is not { } said ? Verdict.FromFault(reply.Last)
            : said.Side is not { } side ? reply.Last.Fault is null ? new(Decision.Undecided) { Reason = said.Reason }
            : Verdict.FromFault(reply.Last)
            : new Verdict(Decision.Decided)
            {
                Answer = Answers.Both[side],
                Side = sides.Count > 0 ? sides[order.FindSeat(side)] : null,
                Reason = said.Reason,
                Notes = sides.Count > 0 && said.Answer is { } answer && Answers.IndexOf(answer) is { } meant && meant != side
                    ? [$"{Mad.ContradictionPrefix}{sides[side]} argues for {Answers.Both[side]}; the judge wrote {answer}"] : [],
            };
        return verdict with { Ended = "judge", Rounds = rounds, Measures = Measures, Places = FindPlaces(("judge", reply)) };
    }

    /// <summary>The places that judges named; null where none did.</summary>
    public ImmutableArray<NamedPlace>? FindPlaces(params IEnumerable<(string Judge, Reply<SideReply> Reply)> replies)
    {
        var named = replies.Where(r => r.Reply.Value is { Side: not null })
            .Select(r => new NamedPlace(d.Seat(r.Judge).Judge ?? r.Judge, r.Reply.Value!.Side!.Value + 1)).ToImmutableArray();
        return named.Length > 0 ? named : null;
    }

    /// <summary>The measures: the numbers of quotes and of verified quotes, when there were any.</summary>
    private ImmutableSortedDictionary<string, double> Measures => Discussion.Quotes is { All: > 0 } quotes
        ? ImmutableSortedDictionary<string, double>.Empty.Add("quotes", quotes.All).Add("quotes-verified", quotes.Verified)
        : ImmutableSortedDictionary<string, double>.Empty;
}

/// <summary>The options of all protocols whose seats argue for one of two answers.</summary>
public abstract record AdvocacyOptions
{
    /// <summary>The two answers; null for those of the question.</summary>
    [Option("The answers to debate between, where the question has none.")]
    public AnswerPair? Answers { get; init; }
}

/// <summary>The options of those in which seats quote a text that others do not see.</summary>
public abstract record QuotingOptions : AdvocacyOptions
{
    /// <summary>What counts where quotes are looked up.</summary>
    [Option("Whether quotes are looked up by their letters and digits, or by every character but white space.")]
    public QuoteMatching Quotes { get; init; }
}

/// <summary>
/// The two answers between which sides debate: those of the option "answers"; otherwise the two choices of the question; otherwise a right
/// and a wrong answer of its key; otherwise yes and no. They are given in the order of the option or of the choices, answers of the key by
/// their letters; in which order they stand in a debate is another matter (<see cref="AnswerOrder"/>).
/// </summary>
/// <param name="First">The first answer.</param>
/// <param name="Second">The second answer.</param>
public sealed record AnswerPair(string First, string Second) : IOptionValue<AnswerPair>
{
    private const string None = "none";

    /// <inheritdoc/>
    public static string Rule => "two answers that differ, with | between them, or none";

    /// <summary>Both, in order.</summary>
    public IReadOnlyList<string> Both => [First, Second];

    /// <summary>The two answers for a question, the given ones first; throws <see cref="InputException"/> when there are not two.</summary>
    public static AnswerPair FromProblem(Problem problem, AnswerPair? given)
    {
        if (given is not null) return given;
        if (problem.Choices is [var first, var second]) return new(first, second);
        if (FromKey(problem) is { } key) return key;
        return problem.Choices.Count == 0 && problem.Answers.All(IsYesOrNo) ? new("yes", "no") : throw new InputException(
            $"problem '{problem.Key}': two answers are needed to debate between; give it two choices, or the option answers=ONE|OTHER");
    }

    /// <summary>The two as they stand in that order.</summary>
    internal AnswerPair InOrder(AnswerOrder order) => order.IsReversed ? new(Second, First) : this;

    /// <summary>The index of an answer among the two, from 0; null when it names neither or both.</summary>
    public int? IndexOf(string answer) => ChoiceChecker.FindChoice(answer, Both);

    private static AnswerPair? FromKey(Problem problem)
    {
        var right = problem.Choices.Count == 0 ? problem.Answers : [.. problem.Choices.Where(IsRight)];
        var wrong = problem.WrongAnswers.Concat(problem.Answers.Count == 0 ? [] : problem.Choices.Where(c => !IsRight(c))).FirstOrDefault();
        if (right.Count == 0 || wrong is null || wrong == right[0]) return null;
        return string.CompareOrdinal(right[0], wrong) < 0 ? new(right[0], wrong) : new(wrong, right[0]);

        bool IsRight(string choice) =>
            problem.Answers.Any(key => ChoiceChecker.FindChoice(key, problem.Choices) is { } index && problem.Choices[index] == choice);
    }

    private static bool IsYesOrNo(string answer) => NormalisedText.Normalise(answer) is "yes" or "no";

    /// <inheritdoc/>
    public static bool TryRead(string text, out AnswerPair? value)
    {
        value = text.Split('|', StringSplitOptions.TrimEntries) is [{ Length: > 0 } one, { Length: > 0 } other] && one != other
            ? new(one, other) : null;
        return value is not null || text == None;
    }

    /// <inheritdoc/>
    public static string Write(AnswerPair? value) => value is null ? None : $"{value.First}|{value.Second}";
}
