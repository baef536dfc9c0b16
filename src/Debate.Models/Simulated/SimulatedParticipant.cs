namespace Debate.Models;

/// <summary>
/// Plays any seat of a debate: it debates, moderates a round, lists candidates, decides or votes, depending on what the prompt asks for.
/// </summary>
public sealed class SimulatedParticipant : ISimulatedModel
{
    private readonly SimulatedDebater _debater;
    private readonly SimulatedJudge _judge;

    /// <param name="accuracy">The probability of a right first answer.</param>
    /// <param name="wrongAnswers">How many different wrong answers it gives.</param>
    /// <param name="traits">How it debates and judges.</param>
    /// <param name="levels">
    /// The instructions of levels 0 to 3, from which a debater detects its level; null for the prompts "mad/level-N".
    /// </param>
    public SimulatedParticipant(double accuracy, int wrongAnswers, DebateTraits traits, IReadOnlyList<string>? levels = null)
    {
        _debater = new(new BernoulliSolver(accuracy, wrongAnswers), traits, levels ?? SimulatedDebater.KnownLevels);
        _judge = new(traits, traits.JudgeAccuracy ?? accuracy);
    }

    /// <inheritdoc/>
    public string Reply(SimulatedCall call) => Asked(call) switch
    {
        Turn.Moderate => _judge.Moderate(call),
        Turn.Vote => _judge.Vote(call),
        Turn.Candidates => SimulatedJudge.Candidates(call),
        Turn.Decide => _judge.Decide(call),
        _ => _debater.Reply(call),
    };

    private enum Turn { Debate, Moderate, Candidates, Decide, Vote }

    /// <summary>Detects the last request of a known kind, skipping re-asks in between.</summary>
    private static Turn Asked(SimulatedCall call)
    {
        for (var i = call.Chat.Count - 1; i >= 0; i--)
            if (call.Chat[i].Role == Deliberation.Role.User && Shape(HeardStatement.Request(call.Chat[i].Text)) is { } turn) return turn;
        return Turn.Debate;
    }

    private static Turn? Shape(string request) =>
        request.Contains("\"preference\"", StringComparison.Ordinal) ? Turn.Moderate
        : request.Contains("\"winner\"", StringComparison.Ordinal) ? Turn.Vote
        : request.Contains("\"side\"", StringComparison.Ordinal) ? Turn.Decide
        : request.Contains("candidate answers", StringComparison.Ordinal) ? Turn.Candidates
        : null;
}
