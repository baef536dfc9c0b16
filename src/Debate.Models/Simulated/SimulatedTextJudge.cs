using System.Globalization;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// A judge of texts with known faults, for trying rewards and audits out without a key. Its probability that the first of two answers or
/// debaters is better is one half, plus or minus what its accuracy is above it where exactly one is right, plus its position bias, plus up
/// to its weakness for length (in full where one is 400 characters longer), plus what it favours in the words; of an answer alone it says
/// how probable it is that it is right. On a panel it draws the winner with that probability, and calls it a tie where nobody said a word.
/// It knows what is right by the problem's key. In a debater's seat it says that it stands by its side.
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

    /// <summary>All that a debater said, as one statement; its answer is the last one.</summary>
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
