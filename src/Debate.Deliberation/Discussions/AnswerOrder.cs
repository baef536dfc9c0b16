using System.Collections.Immutable;

namespace Debate.Deliberation.Discussions;

/// <summary>
/// The order in which the two answers of a debate stand, and with them the places of the sides that argue for them. It is drawn by the
/// seed, because any rule of our own tells something: sorted by their letters, the right one of two numbers of the CIAR questions is the
/// second in 30 of 50, so that a judge who always names one place looks better than chance. Where a debate is held once in each order, each
/// seat argues for the same answer from the other place, so that a judge who goes by the place contradicts itself (position swap: Khan et
/// al., 2024; Zheng et al., "Judging LLM-as-a-Judge", 2023).
/// </summary>
/// <param name="IsReversed">Whether the answer that was given second stands first.</param>
/// <param name="SwapsSeats">Whether the seat of the second side takes the first place.</param>
/// <param name="RoundsBefore">Rounds of the same run that were held in another order.</param>
internal sealed record AnswerOrder(bool IsReversed, bool SwapsSeats = false, int RoundsBefore = 0)
{
    /// <summary>What the option "orders" means in protocols that hold their debate in one order.</summary>
    public const string Meaning = "In which order the answers stand: drawn by the seed, as they are given, or the other way round.";

    /// <summary>What it means in those that can hold it in both.</summary>
    public const string SwapMeaning = "In which order the answers stand: drawn by the seed; both, one debate in each, which decide only what "
        + "they agree on; as they are given; or the other way round.";

    /// <summary>How many debates these options hold: two where both orders are played.</summary>
    public static int CountDebates(SwappedOrders orders) => orders == SwappedOrders.Both ? 2 : 1;

    /// <summary>The index of the seat that takes a place, and of the place that a seat takes; both from 0.</summary>
    public int FindSeat(int place) => SwapsSeats ? 1 - place : place;

    /// <summary>Where an answer stands that was given at that index; both from 0.</summary>
    public int FindPlace(int given) => IsReversed ? 1 - given : given;

    /// <summary>Holds a debate in the order that the option asks for.</summary>
    public static Task<Verdict> RunAsync(IDeliberation d, AnswerOrders orders, Func<IDeliberation, AnswerOrder, Task<Verdict>> debate) =>
        debate(d, new(orders == AnswerOrders.Reversed || orders == AnswerOrders.Drawn && d.Draw().NextBool(0.5)));

    /// <summary>The same, or in both orders; the second debate's rounds follow the <paramref name="rounds"/> of the first.</summary>
    public static async Task<Verdict> RunAsync(
        IDeliberation d, SwappedOrders orders, int rounds, Func<IDeliberation, AnswerOrder, Task<Verdict>> debate)
    {
        if (orders != SwappedOrders.Both)
            return await debate(d, new(orders == SwappedOrders.Reversed || orders == SwappedOrders.Drawn && d.Draw().NextBool(0.5)));
        var held = await d.AllAsync<Verdict>(
            [b => debate(b, new(IsReversed: false)), b => debate(b, new(IsReversed: true, SwapsSeats: true, rounds))]);
        return Combine(d, held[0], held[1]);
    }

    /// <summary>
    /// The verdict of both debates together, as a panel counts one judge's two votes: a decision for both answers is a tie, and a judgement
    /// that could not be read is left out.
    /// </summary>
    private static Verdict Combine(IDeliberation d, Verdict given, Verdict reversed)
    {
        Verdict[] held = [given, reversed], decided = [.. held.Where(v => v.Answer is not null)];
        var verdict = decided is [var one, var other] && one.Answer != other.Answer
            ? new(Decision.Undecided)
            {
                Reason = $"The judge went by the place: {one.Answer} as the answers were given, {other.Answer} once their places were swapped.",
                Ended = one.Ended,
            }
            : decided.FirstOrDefault() ?? held.FirstOrDefault(v => v.Decision == Decision.Undecided) ?? given;
        return verdict with
        {
            Rounds = held.Sum(v => v.Rounds),
            Notes =
            [
                .. held.SelectMany(v => v.Notes).Distinct(),
                .. held.Index().Where(v => v.Item.Answer is null)
                    .Select(v => $"no decision with the answers {(v.Index == 0 ? "as given" : "in reversed order")}"),
            ],
            Measures = held.SelectMany(v => v.Measures).GroupBy(m => m.Key, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(m => m.Key, m => m.Sum(v => v.Value), StringComparer.Ordinal),
            Places = [.. held.SelectMany(v => v.Places ?? [])],
            Votes = CreateVotes(d, held),
        };
    }

    /// <summary>The judge's votes in both orders, for audits; null where no seats argue against each other.</summary>
    private static ImmutableArray<PanelVote>? CreateVotes(IDeliberation d, Verdict[] held)
    {
        var judge = d.Seat(VotingStage.JudgeSeat);
        return held.All(v => v.Side is null) || d.Seats.Count < 3 ? null
            : [.. held.Select((v, i) => new PanelVote(judge.Judge ?? judge.Name, i == 1, v.Side ?? (
                v.Decision == Decision.Undecided ? PanelVote.Tie : null), v.Reason))];
    }
}

/// <summary>In which order two answers stand.</summary>
public enum AnswerOrders
{
    /// <summary>One that the seed draws.</summary>
    Drawn,

    /// <summary>As they are given.</summary>
    Given,

    /// <summary>The other way round.</summary>
    Reversed,
}

/// <summary>In which order, or orders, two answers stand.</summary>
public enum SwappedOrders
{
    /// <summary>One that the seed draws.</summary>
    Drawn,

    /// <summary>One debate in each.</summary>
    Both,

    /// <summary>As they are given.</summary>
    Given,

    /// <summary>The other way round.</summary>
    Reversed,
}
