using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Answers;

namespace Debate.Models;

/// <summary>
/// A judge with position bias and self-preference. If the debaters agree, it decides; if they differ, it decides with the probability of
/// its decisiveness. It then prefers, drawing in this order, the first speaker (position bias), a side of its own model (self-preference),
/// a right answer (accuracy) or else a wrong one. It recognises a side of its own model by the opening words of simulated statements.
/// </summary>
internal sealed class SimulatedJudge(DebateTraits traits, double accuracy)
{
    public string Moderate(SimulatedCall call)
    {
        var draws = SeededRandom.Create(call.Seed, "judge");
        var asked = FindLastPrompt(call, "\"preference\"");
        var heard = QuotedStatement.FindAll(asked);
        if (heard.Count == 0) return FormatDecision("No", "", "Nothing was said.", "");
        if (HaveSameAnswer(heard, call.Problem)) return FormatDecision("Yes", FormatSide(heard[0]), "The debaters agree.", heard[0].Answer);
        if (!draws.NextBool(traits.Decisiveness)) return FormatDecision("No", "", "Both sides have a case; the debate should go on.", "");
        var chosen = ChooseStatement(heard, call, draws);
        return FormatDecision("Yes", FormatSide(chosen), "This side's reasons are the stronger ones.", chosen.Answer);
    }

    /// <summary>Lists the distinct answers given, one per line.</summary>
    public static string ListCandidates(SimulatedCall call)
    {
        var answers = QuotedStatement.FindAll(call.LastUserText).Select(s => s.Answer).ToArray();
        return string.Join('\n', AnswerGroups.Create(answers, call.Problem?.Choices).All.OrderBy(g => g.Voters[0]).Select(g => g.Answer));
    }

    /// <summary>Gives the final decision, over each debater's last statement among those shown to the judge.</summary>
    public string Decide(SimulatedCall call)
    {
        var shown = QuotedStatement.FindAll(FindLastPrompt(call, "candidate answers"));
        var last = shown.GroupBy(s => s.Seat, StringComparer.Ordinal).Select(g => g.Last()).ToArray();
        if (last.Length == 0) return FormatDecision("No", "", "Nothing was said.", "");
        var chosen = HaveSameAnswer(last, call.Problem) ? last[0] : ChooseStatement(last, call, SeededRandom.Create(call.Seed, "judge"));
        return FormatDecision("Yes", FormatSide(chosen), "Of the candidates this one holds up best.", chosen.Answer);
    }

    /// <summary>Votes on a panel, over each debater's last statement; a tie if they agree.</summary>
    public string Vote(SimulatedCall call)
    {
        var heard = QuotedStatement.FindAll(FindLastPrompt(call, "\"winner\""));
        var last = heard.GroupBy(s => s.Seat, StringComparer.Ordinal).Select(g => g.Last()).ToArray();
        var chosen = last.Length < 2 || HaveSameAnswer(last, call.Problem) ? null
            : ChooseStatement(last, call, SeededRandom.Create(call.Seed, "judge"));
        var winner = chosen is null ? "tie" : chosen == last[0] ? "1" : "2";
        return $$"""{"reason": "This side's reasons are the stronger ones.", "winner": "{{winner}}"}""";
    }

    private QuotedStatement ChooseStatement(IReadOnlyList<QuotedStatement> heard, SimulatedCall call, SeededRandom draws)
    {
        if (draws.NextBool(traits.PositionBias)) return heard[0];
        var own = heard.Where(s => s.Text.Contains(SimulatedDebater.Signature(call.Model), StringComparison.Ordinal)).ToArray();
        var prefersOwn = draws.NextBool(traits.SelfPreference);
        if (own.Length > 0 && own.Length < heard.Count && prefersOwn) return own[0];
        var sees = draws.NextBool(accuracy);
        var preferred = heard.Where(s => AnswerKey.IsRight(call.Problem, s.Answer) == sees).ToArray();
        var among = preferred.Length > 0 ? preferred : heard;
        return among[draws.NextInt(among.Count)];
    }

    private static bool HaveSameAnswer(IReadOnlyList<QuotedStatement> heard, Problem? problem) =>
        AnswerGroups.Create([.. heard.Select(s => s.Answer)], problem?.Choices).All is [{ Voters.Count: var voters }]
        && voters == heard.Count;

    private static string FindLastPrompt(SimulatedCall call, string mark)
    {
        for (var i = call.Chat.Count - 1; i >= 0; i--)
            if (call.Chat[i].Role == Role.User && call.Chat[i].Text.Contains(mark, StringComparison.Ordinal)) return call.Chat[i].Text;
        return call.LastUserText;
    }

    private static string FormatSide(QuotedStatement statement) =>
        statement.Seat.Length == 0 ? "" : char.ToUpperInvariant(statement.Seat[0]) + statement.Seat[1..];

    private static string FormatDecision(string preference, string side, string reason, string answer)
    {
        (side, answer) = (ReplyFormatter.EscapeJson(side), ReplyFormatter.EscapeJson(answer));
        return $$"""{"preference": "{{preference}}", "side": "{{side}}", "reason": "{{reason}}", "answer": "{{answer}}"}""";
    }
}
