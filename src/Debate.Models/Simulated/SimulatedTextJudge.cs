using System.Globalization;
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
    private const double FullLength = 400;
    private const string Silence = "There is nothing to judge.";

    public string Reply(SimulatedCall call)
    {
        var request = HeardStatement.Request(call.LastTold);
        var votes = request.Contains("\"winner\"", StringComparison.Ordinal);
        if (!votes && !request.Contains("\"probability\"", StringComparison.Ordinal)) return "I stand by what my side says.";
        var draws = Draws.Of(call.Seed, "text-judge");
        return votes ? Vote(call, draws) : Weigh(call, draws);
    }

    private string Weigh(SimulatedCall call, Draws draws)
    {
        var heard = HeardStatement.In(call.LastTold);
        var answers = heard.Where(h => h.Seat.StartsWith("answer ", StringComparison.Ordinal)).ToArray();
        if (answers.Length == 0) return Silence;
        if (draws.Chance(traits.Failures)) return "I would rather not say.";
        var p = Math.Clamp(answers.Length == 1 ? Alone(call, heard, answers[0]) : First(call, answers[0], answers[1]), 0, 1);
        var said = traits.Decides ? draws.Chance(p) ? 1 : 0 : p;
        return string.Create(CultureInfo.InvariantCulture, $$"""{"reason": "This is how it looks.", "probability": {{said:0.######}}}""");
    }

    private string Vote(SimulatedCall call, Draws draws)
    {
        var heard = HeardStatement.In(call.LastTold);
        var (one, two) = (Said(heard, "debater 1"), Said(heard, "debater 2"));
        if (draws.Chance(traits.Failures)) return "I would rather not say.";
        var p = First(call, one, two);
        var tie = p == 0.5 && string.IsNullOrWhiteSpace(one.Text + two.Text);
        return $$"""{"reason": "This is how it looks.", "winner": "{{(tie ? "tie" : draws.Chance(p) ? "1" : "2")}}"}""";
    }

    /// <summary>Joins a debater's statements into one, whose answer is the last one given.</summary>
    private static HeardStatement Said(IReadOnlyList<HeardStatement> heard, string debater) =>
        new(debater, string.Join('\n', heard.Where(h => h.Seat.StartsWith(debater, StringComparison.Ordinal)).Select(h => h.Text)));

    private double First(SimulatedCall call, HeardStatement one, HeardStatement two)
    {
        var longer = Math.Clamp((one.Text.Length - two.Text.Length) / FullLength, -1, 1);
        return 0.5 + (accuracy - 0.5) * (Right(call, one) - Right(call, two)) + traits.Bias + traits.Length * longer
            + Favour(one) - Favour(two);
    }

    private double Favour(HeardStatement statement) =>
        traits.Favours.Where(f => statement.Text.Contains(f.Key, StringComparison.Ordinal)).Sum(f => f.Value);

    private double Alone(SimulatedCall call, IReadOnlyList<HeardStatement> heard, HeardStatement answer)
    {
        var first = heard.FirstOrDefault(h => h.Seat.StartsWith("the ", StringComparison.Ordinal))?.Seat;
        var bias = first is null ? 0 : first == "the defender" ? traits.Bias : -traits.Bias;
        var length = traits.Length * Math.Min(1, answer.Text.Length / FullLength);
        return (Right(call, answer) == 1 ? accuracy : 1 - accuracy) + bias + length + Favour(answer);
    }

    private static int Right(SimulatedCall call, HeardStatement answer) =>
        AnswerKey.IsRight(call.Problem, FinalAnswer.Of(answer.Text)) ? 1 : 0;
}
