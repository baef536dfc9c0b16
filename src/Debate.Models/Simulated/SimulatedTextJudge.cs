using System.Globalization;
using Debate.Core;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// A judge of texts with known biases, for trying out rewards and audits without an API key. Its probability that the first of two answers
/// or debaters is better is 0.5, plus or minus (accuracy - 0.5) if exactly one of them is right, plus its position bias (Wang et al.,
/// "Large Language Models are not Fair Evaluators", 2023), plus or minus up to its length bias (Dubois et al., "Length-Controlled
/// AlpacaEval", 2024; in full if one text is 400 characters longer), plus the weights of its favoured phrases. For a single answer it gives
/// the probability that the answer is right. On a panel it draws the winner with that probability, and calls a tie if no debater said a
/// word. It knows the right answer from the problem's key. In a debater's seat it replies that it stands by its side.
/// </summary>
internal sealed class SimulatedTextJudge(double accuracy, TextJudgeTraits traits) : ISimulatedModel
{
    private const double LengthBiasScale = 400;
    private const string NothingToJudge = "There is nothing to judge.";

    public string Reply(SimulatedCall call)
    {
        var request = QuotedStatement.ExtractRequest(call.LastUserText);
        var votes = request.Contains("\"winner\"", StringComparison.Ordinal);
        if (!votes && !request.Contains("\"probability\"", StringComparison.Ordinal)) return "I stand by what my side says.";
        var draws = SeededRandom.Create(call.Seed, "text-judge");
        return votes ? Vote(call, draws) : JudgeAnswers(call, draws);
    }

    private string JudgeAnswers(SimulatedCall call, SeededRandom draws)
    {
        var heard = QuotedStatement.FindAll(call.LastUserText);
        var answers = heard.Where(h => h.Seat.StartsWith("answer ", StringComparison.Ordinal)).ToArray();
        if (answers.Length == 0) return NothingToJudge;
        if (draws.NextBool(traits.FailureRate)) return "I would rather not say.";
        var p = Math.Clamp(answers.Length == 1 ? SingleAnswerProbability(call, heard, answers[0])
            : FirstBetterProbability(call, answers[0], answers[1]), 0, 1);
        var said = traits.IsBinary ? draws.NextBool(p) ? 1 : 0 : p;
        return string.Create(CultureInfo.InvariantCulture, $$"""{"reason": "This is how it looks.", "probability": {{said:0.######}}}""");
    }

    private string Vote(SimulatedCall call, SeededRandom draws)
    {
        var heard = QuotedStatement.FindAll(call.LastUserText);
        var (one, two) = (JoinStatements(heard, "debater 1"), JoinStatements(heard, "debater 2"));
        if (draws.NextBool(traits.FailureRate)) return "I would rather not say.";
        var p = FirstBetterProbability(call, one, two);
        var tie = p == 0.5 && string.IsNullOrWhiteSpace(one.Text + two.Text);
        return $$"""{"reason": "This is how it looks.", "winner": "{{(tie ? "tie" : draws.NextBool(p) ? "1" : "2")}}"}""";
    }

    /// <summary>Joins a debater's statements into one, whose answer is the last one given.</summary>
    private static QuotedStatement JoinStatements(IReadOnlyList<QuotedStatement> heard, string debater) =>
        new(debater, string.Join('\n', heard.Where(h => h.Seat.StartsWith(debater, StringComparison.Ordinal)).Select(h => h.Text)));

    private double FirstBetterProbability(SimulatedCall call, QuotedStatement one, QuotedStatement two)
    {
        var longer = Math.Clamp((one.Text.Length - two.Text.Length) / LengthBiasScale, -1, 1);
        return 0.5 + (accuracy - 0.5) * (RightScore(call, one) - RightScore(call, two)) + traits.PositionBias + traits.LengthBias * longer
            + SumPhraseWeights(one) - SumPhraseWeights(two);
    }

    private double SumPhraseWeights(QuotedStatement statement) =>
        traits.PhraseWeights.Where(f => statement.Text.Contains(f.Key, StringComparison.Ordinal)).Sum(f => f.Value);

    private double SingleAnswerProbability(SimulatedCall call, IReadOnlyList<QuotedStatement> heard, QuotedStatement answer)
    {
        var first = heard.FirstOrDefault(h => h.Seat.StartsWith("the ", StringComparison.Ordinal))?.Seat;
        var bias = first is null ? 0 : first == "the defender" ? traits.PositionBias : -traits.PositionBias;
        var length = traits.LengthBias * Math.Min(1, answer.Text.Length / LengthBiasScale);
        return (RightScore(call, answer) == 1 ? accuracy : 1 - accuracy) + bias + length + SumPhraseWeights(answer);
    }

    private static int RightScore(SimulatedCall call, QuotedStatement answer) =>
        AnswerKey.IsRight(call.Problem, FinalAnswer.Extract(answer.Text)) ? 1 : 0;
}
