using System.Globalization;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// A judge of texts with known faults, for trying rewards out without a key. Its probability that the first of two answers is better is
/// one half, plus or minus what its accuracy is above it where exactly one is right, plus its position bias, plus up to its weakness for
/// length (in full where one is 400 characters longer); of an answer alone it says how probable it is that it is right. It knows what is
/// right by the problem's key. In a debater's seat it says that it stands by its side.
/// </summary>
internal sealed class SimulatedTextJudge(double accuracy, TextJudgeTraits traits) : ISimulatedModel
{
    private const double FullLength = 400;

    public string Reply(SimulatedCall call)
    {
        if (!HeardStatement.Request(call.LastTold).Contains("\"probability\"",
            StringComparison.Ordinal)) return "I stand by what my side says.";
        var heard = HeardStatement.In(call.LastTold);
        var answers = heard.Where(h => h.Seat.StartsWith("answer ", StringComparison.Ordinal)).ToArray();
        if (answers.Length == 0) return "There is nothing to judge.";
        var draws = Draws.Of(call.Seed, "text-judge");
        if (draws.Chance(traits.Failures)) return "I would rather not say.";
        var p = Math.Clamp(answers.Length == 1 ? Alone(call, heard, answers[0]) : First(call, answers), 0, 1);
        var said = traits.Decides ? draws.Chance(p) ? 1 : 0 : p;
        return string.Create(CultureInfo.InvariantCulture, $$"""{"reason": "This is how it looks.", "probability": {{said:0.######}}}""");
    }

    private double First(SimulatedCall call, HeardStatement[] answers)
    {
        var longer = Math.Clamp((answers[0].Text.Length - answers[1].Text.Length) / FullLength, -1, 1);
        return 0.5 + (accuracy - 0.5) * (Right(call, answers[0]) - Right(call, answers[1])) + traits.Bias + traits.Length * longer;
    }

    private double Alone(SimulatedCall call, IReadOnlyList<HeardStatement> heard, HeardStatement answer)
    {
        var first = heard.FirstOrDefault(h => h.Seat.StartsWith("the ", StringComparison.Ordinal))?.Seat;
        var bias = first is null ? 0 : first == "the defender" ? traits.Bias : -traits.Bias;
        return (Right(call, answer) == 1 ? accuracy : 1 - accuracy) + bias + traits.Length * Math.Min(1, answer.Text.Length / FullLength);
    }

    private static int Right(SimulatedCall call, HeardStatement answer) =>
        AnswerKey.IsRight(call.Problem, FinalAnswer.Of(answer.Text)) ? 1 : 0;
}
