using System.Collections.Immutable;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Discussions;

/// <summary>Seats that argue for one of two answers each, and judges who decide between the two.</summary>
internal sealed class Advocacy(IDeliberation d)
{
    /// <summary>The prompts that everybody uses.</summary>
    public static IReadOnlyList<string> SharedPrompts { get; } = ["advocacy"];

    /// <summary>The two answers.</summary>
    public TwoAnswers Answers { get; } = TwoAnswers.Of(d.Problem, d.Options);

    /// <summary>Who speaks and hears.</summary>
    public Discussion Discussion { get; } = new(d);

    /// <summary>Seats somebody under the common rules and the instruction of that name.</summary>
    public void Seat(string seat, string instruction, string? passage = null)
    {
        var rules = Prompts.Fill("advocacy/rules", ("question", (d.Problem with { Choices = Answers.Both }).Told));
        Discussion.Seat(seat, $"{rules}\n\n{Prompts.Fill(instruction, ("seat", seat))}", passage);
    }

    /// <summary>What a seat is told in its first turn: what it has heard, if anything, and what it argues for.</summary>
    public string Opening(int answer, string heard)
    {
        var told = Prompts.Fill("advocacy/opening", ("position", Quotation.Of("position", Answers.Both[answer])));
        return heard.Length == 0 ? told : $"{heard}\n\n{told}";
    }

    /// <summary>A judge's decision between the sides; between the answers where there are no sides.</summary>
    public Task<Reply<SideReply>> DecideAsync(string judge, string told, IReadOnlyList<string> sides, int round) =>
        Discussion.Member(judge).Chat.AskAsync(told, new SideReader(sides, Answers.IndexOf), round);

    /// <summary>The verdict of one judge. A side and an answer that contradict each other are noted, and the side counts.</summary>
    public Verdict Verdict(Reply<SideReply> reply, IReadOnlyList<string> sides, int rounds)
    {
        var verdict = reply.Value is not { } said ? new(Decision.Refused) { Reason = reply.Text }
            : said.Side is not { } side ? new(Decision.Undecided) { Reason = said.Reason }
            : new Verdict(Decision.Decided)
            {
                Answer = Answers.Both[side],
                Side = sides.Count > 0 ? sides[side] : null,
                Reason = said.Reason,
                Notes = sides.Count > 0 && said.Answer is { } answer && Answers.IndexOf(answer) is { } meant && meant != side
                    ? [$"{Mad.Contradiction}{sides[side]} argues for {Answers.Both[side]}; the judge wrote {answer}"] : [],
            };
        return verdict with { Ended = "judge", Rounds = rounds, Measures = Measures };
    }

    /// <summary>What was counted: quotes, where somebody held a text.</summary>
    private ImmutableSortedDictionary<string, double> Measures => Discussion.Quotes is { All: > 0 } quotes
        ? ImmutableSortedDictionary<string, double>.Empty.Add("quotes", quotes.All).Add("quotes-verified", quotes.Verified)
        : ImmutableSortedDictionary<string, double>.Empty;
}
