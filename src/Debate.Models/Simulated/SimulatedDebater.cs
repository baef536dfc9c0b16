using System.Globalization;
using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Answers;

namespace Debate.Models;

/// <summary>
/// A debater with the two weaknesses reported in the literature: its first answer locks it in more with each turn ("degeneration of
/// thought", Liang et al. 2024); otherwise it concedes to the opponent as its instructions allow.
/// </summary>
internal sealed class SimulatedDebater(BernoulliSolver solver, DebateTraits traits, IReadOnlyList<string> levels)
{
    private const int DefaultLevel = 2;

    private const string Filler = " All of this has been said before in other words.";

    private static readonly string[] Openings =
    [
        "the first thing to settle is what is being asked, and once that is clear this follows:",
        "going through the cases one by one leaves a single possibility, namely",
        "the tempting shortcut misleads here; done with care the result is",
        "a check with small numbers and a direct argument both lead to",
        "if one writes down all that is known and nothing else, one gets",
    ];

    private static readonly string[] Concessions =
    [
        "the other side has found the flaw in my argument, so I now hold",
        "having weighed the objection I have to change my mind to",
        "the objection is sound; with it taken into account the answer becomes",
    ];

    /// <summary>The instructions of levels 0 to 3 in the MAD prompts.</summary>
    public static IReadOnlyList<string> KnownLevels { get; } =
        [.. Enumerable.Range(0, 4).Select(level => Prompts.Get(FormattableString.Invariant($"mad/level-{level}")))];

    /// <summary>The opening words by which a model recognises statements of its own model.</summary>
    public static string Signature(string model) => $"As {model} sees it, ";

    public string Reply(SimulatedCall call)
    {
        var draws = SeededRandom.Create(call.Seed, "debater");
        return call.ReplyCount == 0 ? CreateOpening(call, draws) : CreateRebuttal(call, draws);
    }

    private string CreateOpening(SimulatedCall call, SeededRandom draws)
    {
        var held = QuotedStatement.FindAll(call.LastUserText).FirstOrDefault(s => s.Seat is "baseline" or "position");
        return FormatStatement(call, Openings, draws, held?.Answer ?? solver.Solve(call, draws));
    }

    private string CreateRebuttal(SimulatedCall call, SeededRandom draws)
    {
        var first = call.FindFirst(Role.Assistant)!.Text;
        var last = call.FindLast(Role.Assistant)!.Text;
        if (draws.NextBool(1 - Math.Pow(1 - traits.LockIn, call.ReplyCount))) return first;
        var opponent = QuotedStatement.FindAll(call.LastUserText).LastOrDefault();
        if (opponent is null) return FormatStatement(call, Openings, draws, solver.Solve(call, draws));
        return draws.NextBool(traits.Concession[DetectLevel(call)])
            ? FormatStatement(call, Concessions, draws, opponent.Answer)
            : FormatStatement(call, Openings, draws, FinalAnswer.Extract(last));
    }

    private string FormatStatement(SimulatedCall call, string[] phrases, SeededRandom draws, string answer)
    {
        var phrase = phrases[draws.NextInt(phrases.Length)];
        var said = string.Create(CultureInfo.InvariantCulture, $"{Signature(call.Model)}{phrase} {answer}.{CreatePadding(call)}");
        return ReplyFormatter.Format(call, said, answer);
    }

    private string CreatePadding(SimulatedCall call) => traits.Verbosity == 0
        ? ""
        : string.Concat(Enumerable.Repeat(Filler, SeededRandom.Create(call.Seed, "verbosity").NextInt(traits.Verbosity + 1)));

    private int DetectLevel(SimulatedCall call)
    {
        var rules = call.FindFirst(Role.System)?.Text ?? "";
        for (var level = 0; level < levels.Count; level++)
            if (rules.Contains(levels[level], StringComparison.Ordinal)) return level;
        return DefaultLevel;
    }
}
