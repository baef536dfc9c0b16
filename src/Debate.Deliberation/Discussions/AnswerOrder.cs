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
    private const string Drawn = "drawn";
    private const string Both = "both";
    private const string Reversed = "reversed";
    private const string Name = "orders";

    /// <summary>The option of protocols that hold their debate in one order.</summary>
    public static OptionRule Option { get; } = OptionRule.OneOf(
        Name, "In which order the answers stand: drawn by the seed, as they are given, or the other way round.", Drawn, "given", Reversed);

    /// <summary>The option of protocols that can hold it in both.</summary>
    public static OptionRule SwapOption { get; } = OptionRule.OneOf(
        Name, "In which order the answers stand: drawn by the seed; both, one debate in each, which decide only what they agree on; as they "
        + "are given; or the other way round.", Drawn, Both, "given", Reversed);

    /// <summary>How many debates these options hold: two where both orders are played.</summary>
    public static int CountDebates(ProtocolOptions options) => options.Text(Name) == Both ? 2 : 1;

    /// <summary>The index of the seat that takes a place, and of the place that a seat takes; both from 0.</summary>
    public int FindSeat(int place) => SwapsSeats ? 1 - place : place;

    /// <summary>Where an answer stands that was given at that index; both from 0.</summary>
    public int FindPlace(int given) => IsReversed ? 1 - given : given;

    /// <summary>Holds a debate in the order that the options ask for, or in both; <paramref name="debate"/> holds it in one.</summary>
    public static async Task<Verdict> RunAsync(IDeliberation d, Func<IDeliberation, AnswerOrder, Task<Verdict>> debate)
    {
        var asked = d.Options.Text(Name);
        if (asked != Both) return await debate(d, new(asked == Reversed || asked == Drawn && d.Draw().NextBool(0.5)));
        var rounds = d.Options.GetValueOrDefault("rounds") is null ? 1 : d.Options.Number("rounds");
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
