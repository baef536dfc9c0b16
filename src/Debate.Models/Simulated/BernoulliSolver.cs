namespace Debate.Models;

/// <summary>
/// Answers correctly with a fixed probability and otherwise gives a wrong answer, independently in each call. With one wrong answer, a
/// majority of n samples is right with the binomial probability: the best that self-consistency can achieve.
/// </summary>
public sealed class BernoulliSolver(double accuracy, int wrongAnswers = 1) : ISimulatedModel
{
    /// <inheritdoc/>
    public string Reply(SimulatedCall call) =>
        ReplyForm.Write(call, "I worked it through and this is what comes out.", Solve(call, Draws.Of(call.Seed, "answer")));

    /// <summary>Draws an answer that is right with the solver's accuracy.</summary>
    internal string Solve(SimulatedCall call, Draws draws) => draws.Chance(accuracy)
        ? AnswerKey.Right(call.Problem)
        : AnswerKey.Wrong(call.Problem, wrongAnswers == 1 ? 0 : draws.Below(wrongAnswers));
}
