using System.Text.Json.Serialization;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation;
using Debate.Rewards.Episodes;

namespace Debate.Silo.Web.Episodes;

/// <summary>The state of an episode: the response of every request to /v1/episodes.</summary>
internal sealed record EpisodeState
{
    /// <summary>The episode's id; the data folder has a run with this id.</summary>
    public required string Id { get; init; }

    /// <summary>running, finished, interrupted, failed, out-of-budget or cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>Whether it has a verdict.</summary>
    public required bool Done { get; init; }

    /// <summary>The first turn that waits for a reply; null if none does.</summary>
    public EpisodeTurn? Turn => Turns.Count > 0 ? Turns[0] : null;

    /// <summary>All turns that wait for a reply, in the order of the protocol.</summary>
    public IReadOnlyList<EpisodeTurn> Turns { get; init; } = [];

    /// <summary>The verdict; null before the end.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The rewards; null before the end and if the verdict permits none.</summary>
    public EpisodeRewards? Rewards { get; init; }

    /// <summary>Why it stopped without a verdict, or why a finished episode has no rewards.</summary>
    public string? Reason { get; init; }

    /// <summary>The usage.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Whether it was rejected as invalid: a corrected request would be accepted.</summary>
    [JsonIgnore]
    public bool IsRefused { get; init; }
}

/// <summary>A turn that waits for a reply.</summary>
/// <param name="Id">The turn's id; the same after a restart.</param>
/// <param name="Seat">The seat whose turn it is.</param>
/// <param name="Role">"debater" for the seats that compete, else the seat.</param>
/// <param name="Sample">The index of the sample among several independent ones, from 0.</param>
/// <param name="Messages">All messages to the seat.</param>
/// <param name="Request">The hash of the request.</param>
/// <param name="Until">The deadline of the reply, in UTC; null for no limit.</param>
internal sealed record EpisodeTurn(
    string Id, string Seat, string Role, int Sample, IReadOnlyList<EpisodeMessage> Messages, string Request, DateTimeOffset? Until)
{
    /// <summary>Converts an external turn; <paramref name="debaters"/> are the seats that compete.</summary>
    public static EpisodeTurn FromExternalTurn(ExternalTurn turn, IReadOnlyList<string> debaters) => new(
        turn.Id, turn.Seat, debaters.Contains(turn.Seat) ? "debater" : turn.Seat, turn.Sample,
        [.. turn.Messages.Select(m => new EpisodeMessage(m.Role.ToString().ToLowerInvariant(), m.Text))], turn.Request, turn.Until);
}

/// <summary>A message in the format of chat completions.</summary>
/// <param name="Role">system, user or assistant.</param>
/// <param name="Content">The text.</param>
internal sealed record EpisodeMessage(string Role, string Content);

/// <summary>The query parameters of every request.</summary>
/// <param name="Seat">Wait only for a turn of this seat.</param>
/// <param name="Wait">The maximum time to wait for a turn or the end, in seconds.</param>
/// <param name="Shape">The shape of the rewards, as an expression; default zero-sum.</param>
internal sealed record EpisodeQuery(string? Seat, double? Wait, string? Shape)
{
    /// <summary>The longest wait, in seconds.</summary>
    public const double MaxWait = 600;

    /// <summary>What the parameters say, each in one sentence.</summary>
    public const string SeatMeaning = "Wait only for a turn of this seat.",
        WaitMeaning = "The most seconds to wait for a turn or the end.",
        ShapeMeaning = "The shape of the rewards, as an expression; zero-sum by default.";

    /// <summary>
    /// Parses the parameters; throws <see cref="InputException"/> if one is invalid. <paramref name="wait"/> is the default wait.
    /// </summary>
    public EpisodeViewOptions ToOptions(TimeSpan wait) =>
        new(Seat, Wait is { } seconds ? TimeSpan.FromSeconds(seconds) : wait, Shape is null ? null : EpisodeRewards.ParseShape(Shape));
}

/// <summary>The body of POST /v1/episodes/{id}/step. An unknown field is an error.</summary>
internal sealed record StepRequest
{
    /// <summary>The id of the turn.</summary>
    public required string Turn { get; init; }

    /// <summary>The seat's reply.</summary>
    public required string Text { get; init; }

    /// <summary>The version of the policy that produced it.</summary>
    public string? PolicyVersion { get; init; }

    /// <summary>The tokens of the text.</summary>
    public IReadOnlyList<int>? TokenIds { get; init; }

    /// <summary>Their natural log-probabilities.</summary>
    public IReadOnlyList<double>? LogProbs { get; init; }

    /// <summary>Converts to a reply; throws <see cref="InputException"/> if it is too large or its lists are inconsistent.</summary>
    public ExternalReply ToReply()
    {
        var trace = PolicyVersion is null && TokenIds is null && LogProbs is null ? null
            : new PolicyTrace(PolicyVersion, TokenIds, LogProbs);
        var reply = new ExternalReply(Turn, Text, trace);
        reply.Validate();
        return reply;
    }
}
