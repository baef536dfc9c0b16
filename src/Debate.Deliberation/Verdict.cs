using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Debate.Deliberation;

/// <summary>How a deliberation ended by the rules of its protocol.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Decision>))]
public enum Decision
{
    /// <summary>It has an answer.</summary>
    [JsonStringEnumMemberName("decided")] Decided,

    /// <summary>It ended without an answer.</summary>
    [JsonStringEnumMemberName("undecided")] Undecided,

    /// <summary>The deciding seat, or the provider of its model, refused to answer.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
}

/// <summary>
/// The result of a deliberation. Who won (<see cref="Side"/>) and what the answer is (<see cref="Answer"/>) are two results; whether the
/// answer is right is a third, which only a checker with the key can give.
/// </summary>
public sealed record Verdict(Decision Decision)
{
    /// <summary>The answer; null where there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>The supported side, in the words of the deciding seat; null where none was supported.</summary>
    public string? Side { get; init; }

    /// <summary>The reason, in the words of the deciding seat.</summary>
    public string? Reason { get; init; }

    /// <summary>What ended it: for MAD break, fallback or rounds; other protocols have other words.</summary>
    public string? Ended { get; init; }

    /// <summary>
    /// Why the deciding reply could not be used; null where it could. Then the verdict is undecided, or refused after a refusal: a reply
    /// that was not read is no answer, right or wrong.
    /// </summary>
    public ReplyFault? Fault { get; init; }

    /// <summary>Rounds played.</summary>
    public int Rounds { get; init; }

    /// <summary>What a reader should know about the verdict, such as a supported side that contradicts the answer.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Named numbers that the protocol measured, such as the strength of a claim.</summary>
    public ImmutableSortedDictionary<string, double> Measures { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The rewards of a group of answers, where they were debated for these; else null.</summary>
    public GroupRewards? Rewards { get; init; }

    /// <summary>
    /// <see cref="Fault"/>, also of verdicts of earlier builds, which say "refused" of every deciding reply that could not be read.
    /// </summary>
    [JsonIgnore]
    public ReplyFault? DecidingFault => Fault ?? (Decision == Decision.Refused ? ReplyFault.Unread : null);

    /// <summary>Whether the deciding reply was cut, empty or without what was asked for.</summary>
    [JsonIgnore]
    public bool IsUnread => DecidingFault is ReplyFault.Cut or ReplyFault.Empty or ReplyFault.Unread;

    /// <summary>The verdict where the deciding reply has no usable answer, or the panel's replies, whose first fault is the
    /// reason.</summary>
    public static Verdict FromFault(params IEnumerable<SeatReply> replies)
    {
        var reply = replies.FirstOrDefault(r => r.Fault is not null) ?? replies.First() with { Fault = ReplyFault.Unread };
        return new(reply.Fault == ReplyFault.Refused ? Decision.Refused : Decision.Undecided)
        {
            Fault = reply.Fault,
            Reason = reply.Explanation,
        };
    }

    /// <summary>The verdict where no vote of a panel could be used, with the fault of the first.</summary>
    public static Verdict FromVotes(ImmutableArray<PanelVote> votes)
    {
        var fault = votes[0].Fault ?? ReplyFault.Unread;
        return new(fault == ReplyFault.Refused ? Decision.Refused : Decision.Undecided)
        {
            Fault = fault,
            Reason = $"No vote of a judge could be used; the first reply was {fault.ToString().ToLowerInvariant()}.",
        };
    }

    /// <summary>The vote of each judge of a panel in each order of reading, for audits; null where no panel judged.</summary>
    public ImmutableArray<PanelVote>? Votes { get; init; }

    /// <summary>The place that each judge named, in the order of asking, for reports on order effects; null where none named one.</summary>
    public ImmutableArray<NamedPlace>? Places { get; init; }
}

/// <summary>The place that a judge named, whoever stood there.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Place">The place in the order in which the sides or answers were shown, from 1.</param>
public sealed record NamedPlace(string Judge, int Place);

/// <summary>One statement of the transcript, in its order.</summary>
/// <param name="Index">Position in the transcript, from 0.</param>
/// <param name="Round">Round, from 1; 0 before the first.</param>
/// <param name="Seat">The seat that spoke.</param>
/// <param name="Text">Its text.</param>
public sealed record Statement(int Index, int Round, string Seat, string Text);

/// <summary>The vote of one judge of a panel after reading a debate in one order.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Swapped">Whether the second side of the debate was shown first.</param>
/// <param name="Winner">The seat that the judge prefers, or <see cref="Tie"/>; null where its reply could not be read.</param>
/// <param name="Reason">Why, in its own words; null where it gave no reason.</param>
public sealed record PanelVote(string Judge, bool Swapped, string? Winner, string? Reason)
{
    /// <summary>Why its reply could not be used; null where it could, and in journals of earlier builds.</summary>
    public ReplyFault? Fault { get; init; }

    /// <summary>Neither side is better.</summary>
    public const string Tie = "tie";

    /// <summary>
    /// The score of <paramref name="seat"/>: 1 for a win, 0.5 for a tie, 0 for a loss; null where the vote could not be read.
    /// </summary>
    public double? Score(string seat) => Winner is null ? null : Winner == seat ? 1 : Winner == Tie ? 0.5 : 0;

    /// <summary>
    /// The mean score of <paramref name="seat"/> over the panel, in [0, 1]: the mean over judges of each judge's mean score, so that a
    /// judge who changes its mind with the order counts as a tie and no judge counts twice. Null where no vote could be read.
    /// </summary>
    public static double? MeanScore(IEnumerable<PanelVote> votes, string seat)
    {
        var judges = votes.Where(j => j.Winner is not null).GroupBy(j => j.Judge, StringComparer.Ordinal)
            .Select(judge => judge.Average(j => j.Score(seat)!.Value)).ToArray();
        return judges.Length == 0 ? null : judges.Average();
    }
}
