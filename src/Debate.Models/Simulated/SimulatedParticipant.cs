using System.Text.Encodings.Web;
using System.Text.Json;
using Debate.Deliberation;

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
    public string Reply(SimulatedCall call) => DetectRequest(call) switch
    {
        RequestKind.Moderate => _judge.Moderate(call),
        RequestKind.Vote => _judge.Vote(call),
        RequestKind.Candidates => SimulatedJudge.ListCandidates(call),
        RequestKind.Decide => _judge.Decide(call),
        _ => _debater.Reply(call),
    };

    private enum RequestKind { Debate, Moderate, Candidates, Decide, Vote }

    /// <summary>Detects the last request of a known kind, skipping re-asks in between.</summary>
    private static RequestKind DetectRequest(SimulatedCall call)
    {
        for (var i = call.Chat.Count - 1; i >= 0; i--)
            if (call.Chat[i].Role == Deliberation.Role.User
                && ParseRequestKind(QuotedStatement.ExtractRequest(call.Chat[i].Text)) is { } turn) return turn;
        return RequestKind.Debate;
    }

    private static RequestKind? ParseRequestKind(string request) =>
        request.Contains("\"preference\"", StringComparison.Ordinal) ? RequestKind.Moderate
        : request.Contains("\"winner\"", StringComparison.Ordinal) ? RequestKind.Vote
        : request.Contains("\"side\"", StringComparison.Ordinal) ? RequestKind.Decide
        : request.Contains("candidate answers", StringComparison.Ordinal) ? RequestKind.Candidates
        : null;
}

/// <summary>Formats an answer as the prompt requests.</summary>
internal static class ReplyFormatter
{
    /// <summary>
    /// By default a JSON object. If the last message does not mention JSON: a line "Answer: ..." if the instructions ask for one, or the
    /// bare answer if the message asks for "nothing else".
    /// </summary>
    public static string Format(SimulatedCall call, string reason, string answer)
    {
        var told = call.LastUserText;
        if (told.Contains("JSON", StringComparison.Ordinal)) return FormatJson(reason, answer);
        if (call.FindFirst(Role.System)?.Text.Contains("Answer:", StringComparison.Ordinal) is true) return $"{reason}\nAnswer: {answer}";
        return told.Contains("nothing else", StringComparison.Ordinal) ? answer : FormatJson(reason, answer);
    }

    /// <summary>Escapes a text for a JSON string, without the quotes.</summary>
    public static string EscapeJson(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);

    private static string FormatJson(string reason, string answer) =>
        string.Concat("{\"reason\": \"", EscapeJson(reason), "\", \"answer\": \"") + string.Concat(EscapeJson(answer), "\"}");
}
