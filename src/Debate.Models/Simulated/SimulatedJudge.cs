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
        var draws = Draws.Of(call.Seed, "judge");
        var asked = LastWith(call, "\"preference\"");
        var heard = HeardStatement.In(asked);
        if (heard.Count == 0) return Ruling("No", "", "Nothing was said.", "");
        if (Agree(heard, call.Problem)) return Ruling("Yes", Side(heard[0]), "The debaters agree.", heard[0].Answer);
        if (!draws.Chance(traits.Decisiveness)) return Ruling("No", "", "Both sides have a case; the debate should go on.", "");
        var chosen = Prefer(heard, call, draws);
        return Ruling("Yes", Side(chosen), "This side's reasons are the stronger ones.", chosen.Answer);
    }

    /// <summary>Lists the distinct answers given, one per line.</summary>
    public static string Candidates(SimulatedCall call)
    {
        var answers = HeardStatement.In(call.LastTold).Select(s => s.Answer).DistinctBy(a => AnswerForm.Of(a, call.Problem?.Choices));
        return string.Join('\n', answers);
    }

    /// <summary>Gives the final decision, over each debater's last statement among those shown to the judge.</summary>
    public string Decide(SimulatedCall call)
    {
        var shown = HeardStatement.In(LastWith(call, "candidate answers"));
        var last = shown.GroupBy(s => s.Seat, StringComparer.Ordinal).Select(g => g.Last()).ToArray();
        if (last.Length == 0) return Ruling("No", "", "Nothing was said.", "");
        var chosen = Agree(last, call.Problem) ? last[0] : Prefer(last, call, Draws.Of(call.Seed, "judge"));
        return Ruling("Yes", Side(chosen), "Of the candidates this one holds up best.", chosen.Answer);
    }

    /// <summary>Votes on a panel, over each debater's last statement; a tie if they agree.</summary>
    public string Vote(SimulatedCall call)
    {
        var heard = HeardStatement.In(LastWith(call, "\"winner\""));
        var last = heard.GroupBy(s => s.Seat, StringComparer.Ordinal).Select(g => g.Last()).ToArray();
        var chosen = last.Length < 2 || Agree(last, call.Problem) ? null : Prefer(last, call, Draws.Of(call.Seed, "judge"));
        var winner = chosen is null ? "tie" : chosen == last[0] ? "1" : "2";
        return $$"""{"reason": "This side's reasons are the stronger ones.", "winner": "{{winner}}"}""";
    }

    private HeardStatement Prefer(IReadOnlyList<HeardStatement> heard, SimulatedCall call, Draws draws)
    {
        if (draws.Chance(traits.PositionBias)) return heard[0];
        var own = heard.Where(s => s.Text.Contains(SimulatedDebater.Signature(call.Model), StringComparison.Ordinal)).ToArray();
        var prefersOwn = draws.Chance(traits.SelfPreference);
        if (own.Length > 0 && own.Length < heard.Count && prefersOwn) return own[0];
        var sees = draws.Chance(accuracy);
        var preferred = heard.Where(s => AnswerKey.IsRight(call.Problem, s.Answer) == sees).ToArray();
        var among = preferred.Length > 0 ? preferred : heard;
        return among[draws.Below(among.Count)];
    }

    private static bool Agree(IReadOnlyList<HeardStatement> heard, Problem? problem)
    {
        var first = AnswerForm.Of(heard[0].Answer, problem?.Choices);
        return heard.All(s => AnswerForm.Of(s.Answer, problem?.Choices) == first);
    }

    private static string LastWith(SimulatedCall call, string mark)
    {
        for (var i = call.Chat.Count - 1; i >= 0; i--)
            if (call.Chat[i].Role == Role.User && call.Chat[i].Text.Contains(mark, StringComparison.Ordinal)) return call.Chat[i].Text;
        return call.LastTold;
    }

    private static string Side(HeardStatement statement) =>
        statement.Seat.Length == 0 ? "" : char.ToUpperInvariant(statement.Seat[0]) + statement.Seat[1..];

    private static string Ruling(string preference, string side, string reason, string answer)
    {
        (side, answer) = (ReplyForm.Escaped(side), ReplyForm.Escaped(answer));
        return $$"""{"preference": "{{preference}}", "side": "{{side}}", "reason": "{{reason}}", "answer": "{{answer}}"}""";
    }
}
