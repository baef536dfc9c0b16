using Debate.Deliberation;
using Debate.Deliberation.Claims;

namespace Debate.Rewards.Texts;

/// <summary>
/// One debate over an answer in one order: its seat (pro) and the other side's (con) argue for some rounds, then each judge gives the
/// probability that the answer shown first is the better one. Without another answer con is a critic, and the order is that of speaking.
/// </summary>
internal sealed class TextDebate(IDeliberation d, TextRewardOptions options, string answer, string? other, bool reversed)
{
    private readonly List<(string Label, string Text)> _statements = [];
    private readonly string _rules = Rules(d.Problem.PromptText);

    /// <summary>The common beginning of all prompts.</summary>
    private static string Rules(string task) => Prompts.Fill("text-reward/rules", ("task", Quotation.Quote("task", task)));

    /// <summary>The judges' opinion of the answer.</summary>
    public async Task<TextOpinion> RunAsync()
    {
        string[] speakers = reversed ? ["con", "pro"] : ["pro", "con"];
        var rounds = options.Rounds;
        var chats = rounds == 0 ? [] : speakers.Select(s => new SeatChat(d, s, SystemPrompt("debater"))).ToArray();
        for (var round = 1; round <= rounds; round++)
            foreach (var chat in chats)
                _statements.Add((Label(chat.Seat.Name), await chat.AskAsync(Instruction(chat.Seat.Name), round)));
        return await JudgeAsync(rounds + 1);
    }

    private async Task<TextOpinion> JudgeAsync(int round)
    {
        var sum = 0.0;
        foreach (var name in TextReward.GetJudges(options))
        {
            var opinion = await AskJudgeAsync(name, round, isAgain: false);
            // No text that is judged may cost its reward: by holding what the judge says, or by making it talk. So it is asked anew, once.
            if (opinion.Probability is null) opinion = (await AskJudgeAsync(name, round, isAgain: true)).After(opinion);
            if (opinion.Probability is not { } probability) return opinion;
            sum += other is not null && reversed ? 1 - probability : probability;
        }
        return new(sum / options.Judges, null, null);
    }

    /// <summary>
    /// One judge's opinion. Asked again it begins anew, is told to judge at once, and is shown nothing that reads as its reply: so an
    /// object is its own, whatever stands in the answers.
    /// </summary>
    private async Task<TextOpinion> AskJudgeAsync(string name, int round, bool isAgain)
    {
        Func<string, string> show = isAgain ? JudgementReader.Withhold : text => text;
        var heard = Heard().Select(h => (h.Label, show(h.Text))).ToArray();
        var task = show(d.Problem.PromptText);
        var form = other is null ? "text-reward/weigh" : "text-reward/compare";
        var told = Prompts.Fill(form, ("material", Quotation.QuoteAll(heard)));
        if (isAgain) told = Prompts.Fill("text-reward/again", ("request", told));
        var chat = new SeatChat(d, name, $"{Rules(task)}\n\n{Prompts.Get("text-reward/judge")}");
        var reply = await chat.AskAsync(told, new JudgementReader(Prompts.Get(form), [("the task", task), .. heard]), round);
        var isWhole = reply.Last.Fault != ReplyFault.Cut || JudgementReader.BeginsWithJudgement(reply.Text);
        return new(isWhole ? reply.Value?.Probability : null, reply.Last, isWhole ? reply.Value?.QuotedFrom : null);
    }

    private string SystemPrompt(string role) => $"{_rules}\n\n{Prompts.Get($"text-reward/{role}")}";

    private string Instruction(string seat)
    {
        if (other is null)
            return Prompts.Fill(seat == "pro" ? "text-reward/defend-alone" : "text-reward/attack", ("material", QuotedMaterial()));
        var own = Label(seat);
        return Prompts.Fill("text-reward/defend", ("material", QuotedMaterial()), ("own", own),
            ("other", own == FirstLabel ? SecondLabel : FirstLabel));
    }

    private (string Label, string Text)[] Answers() => other is null ? [(FirstLabel, answer)] : reversed
        ? [(FirstLabel, other), (SecondLabel, answer)] : [(FirstLabel, answer), (SecondLabel, other)];

    private string QuotedMaterial() => Quotation.QuoteAll(Heard());

    private IEnumerable<(string Label, string Text)> Heard() => Answers().Concat(
        _statements.Select(s => (other is null ? s.Label : $"the defender of {s.Label}", s.Text)));

    /// <summary>The label of what a seat argues for: judges and debaters see answers numbered in the order shown.</summary>
    private string Label(string seat) =>
        other is null ? seat == "pro" ? "the defender" : "the critic" : seat == "pro" == reversed ? SecondLabel : FirstLabel;

    private const string FirstLabel = "answer 1";
    private const string SecondLabel = "answer 2";
}

/// <summary>What judges think of an answer after a debate.</summary>
/// <param name="Probability">
/// The probability that it wins: the mean over the judges; null if one of them gave none. A panel without the judge that a text confuses
/// is another panel, which a policy could choose.
/// </param>
/// <param name="Last">The last judge's reply; null where all gave a probability.</param>
/// <param name="QuotedFrom">What it only repeated, of what it was shown; null for nothing.</param>
internal sealed record TextOpinion(double? Probability, SeatReply? Last, string? QuotedFrom)
{
    /// <summary>Why there is no probability.</summary>
    public string? Why => QuotedFrom is null ? Last?.Explanation
        : $"What {Last!.Seat.Name} said stands word for word in {QuotedFrom}, so it cannot be told from a quotation of it; asked anew, with "
        + "that withheld, it gave no judgement of its own either. A model that copies what it reads is no judge: name another one. It said: "
        + Last.Text;

    /// <summary>This opinion, after another one by the same judge that could not be read.</summary>
    public TextOpinion After(TextOpinion first) => this with { QuotedFrom = QuotedFrom ?? first.QuotedFrom };
}
