namespace Debate.Models;

/// <summary>
/// Answers correctly with a fixed probability and otherwise gives a wrong answer, independently in each call. With one wrong answer, a
/// majority of n samples is right with the binomial probability: the best that self-consistency can achieve.
/// </summary>
public sealed class BernoulliSolver(double accuracy, int wrongAnswers = 1) : ISimulatedModel
{
    /// <inheritdoc/>
    public string Reply(SimulatedCall call) =>
        ReplyFormatter.Format(call, "I worked it through and this is what comes out.",
            Solve(call, SeededRandom.Create(call.Seed, "answer")));

    /// <summary>Draws an answer that is right with the solver's accuracy.</summary>
    internal string Solve(SimulatedCall call, SeededRandom draws) => draws.NextBool(accuracy)
        ? AnswerKey.GetRightAnswer(call.Problem)
        : AnswerKey.GetWrongAnswer(call.Problem, wrongAnswers == 1 ? 0 : draws.NextInt(wrongAnswers));
}
