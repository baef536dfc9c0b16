using System.Text.Json.Serialization;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Rewards.Episodes;

namespace Debate.Silo.Web.Episodes;

/// <summary>Where an episode stands: what every call of /v1/episodes answers.</summary>
internal sealed record EpisodeState
{
    /// <summary>The episode; a run of that id is in the data folder.</summary>
    public required string Id { get; init; }

    /// <summary>running, finished, interrupted, failed, out-of-budget or cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>Whether it has its verdict.</summary>
    public required bool Done { get; init; }

    /// <summary>The first turn that waits for a reply; null where none does.</summary>
    public EpisodeTurn? Turn => Turns.Count > 0 ? Turns[0] : null;

    /// <summary>All turns that wait for a reply, in the order of the protocol.</summary>
    public IReadOnlyList<EpisodeTurn> Turns { get; init; } = [];

    /// <summary>The verdict; null before.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The rewards; null before the end and where the verdict lets none be given.</summary>
    public EpisodeRewards? Rewards { get; init; }

    /// <summary>Why it stands still without a verdict, or why a finished one has no rewards.</summary>
    public string? Reason { get; init; }

    /// <summary>What was used.</summary>
    public Usage? Usage { get; init; }

    /// <summary>Whether it was refused: another request would not be.</summary>
    [JsonIgnore]
    public bool IsRefused { get; init; }
}

/// <summary>A turn that waits for a reply.</summary>
/// <param name="Id">Names it; the same after a restart.</param>
/// <param name="Seat">Whose turn it is.</param>
/// <param name="Role">"debater" for the seats that compete, else the seat.</param>
/// <param name="Sample">Which of several independent samples, from 0.</param>
/// <param name="Messages">All that the seat is told.</param>
/// <param name="Request">The hash of what is asked.</param>
/// <param name="Until">When it is no longer waited for, in UTC; null for no limit.</param>
internal sealed record EpisodeTurn(
    string Id, string Seat, string Role, int Sample, IReadOnlyList<EpisodeMessage> Messages, string Request, DateTimeOffset? Until)
{
    /// <summary>The turn as it is shown.</summary>
    public static EpisodeTurn Of(ExternalTurn turn, IReadOnlyList<string> debaters) => new(
        turn.Id, turn.Seat, debaters.Contains(turn.Seat) ? "debater" : turn.Seat, turn.Sample,
        [.. turn.Messages.Select(m => new EpisodeMessage(m.Role.ToString().ToLowerInvariant(), m.Text))], turn.Request, turn.Until);
}

/// <summary>A message in the form of chat completions.</summary>
/// <param name="Role">system, user or assistant.</param>
/// <param name="Content">What it says.</param>
internal sealed record EpisodeMessage(string Role, string Content);
