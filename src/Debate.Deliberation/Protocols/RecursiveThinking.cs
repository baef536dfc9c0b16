using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Steps;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Thinking that is improved in turns (Buehler, "PRefLexOR: Preference-based Recursive Language Modeling for Exploratory Optimization of
/// Reasoning", npj Artificial Intelligence, 2025, at inference): a seat thinks and answers; a critic says what its thinking lacks and writes
/// it anew; the seat answers again behind the better thinking; at last all answers are brought together.
/// </summary>
public sealed class RecursiveThinking : IProtocol<RecursiveThinkingOptions>
{
    private static readonly ThinkingReader Whole = new(), ThinkingAlone = new(needsAnswer: false);
    private static readonly FieldReader Feedback = new("feedback");

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<RecursiveThinkingOptions>("recursive-thinking", 1, () => new RecursiveThinking())
    {
        Seats = _ => ["reasoner", "critic"],
        MaxCalls = o => 1 + 3 * o.Iterations + (o.Integrate ? 1 : 0),
        CallsOption = "iterations",
        Needs = o => Draft.ListNeeds("reasoner", o.Prefix),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, RecursiveThinkingOptions options)
    {
        var question = ("question", d.Problem.PromptText);
        var told = Prompts.Fill("recursive-thinking/ask", question);
        var (byPrefix, note) = await Draft.ChooseAsync(d, d.Seat("reasoner"), options.Prefix);
        var (notes, answers, own) = (new List<string> { note }, new List<string>(), 0);
        var first = await new SeatChat(d, "reasoner").AskAsync(told, Whole);
        if (first.Value is not { } said) return Verdict.FromFault(first.Last) with { Ended = "reply", Rounds = 1, Notes = [.. notes] };
        await AnswerAsync(said);
        for (var round = 1; round <= options.Iterations; round++)
        {
            if (said.Reflection is not null) own++;
            var thinking = ("thinking", Quotation.Quote("the thinking", said.Thinking));
            var feedback = said.Reflection ?? (await new SeatChat(d, "critic").AskAsync(
                Prompts.Fill("recursive-thinking/feedback", question, thinking), Feedback)).Value?.Text;
            var improved = await new SeatChat(d, "critic").AskAsync(Prompts.Fill("recursive-thinking/improve", question, thinking,
                ("feedback", Quotation.Quote("feedback", feedback ?? "(none)"))), ThinkingAlone);
            if (improved.Value is null) notes.Add(FormattableString.Invariant($"round {round}: the critic wrote no thinking; the old one stands"));
            var draft = Draft.Begin(new SeatChat(d, "reasoner"), told, d, byPrefix);
            draft.Insert($"[thinking]\n{improved.Value?.Thinking ?? said.Thinking}\n[/thinking]\n\n", "thinking");
            var added = await draft.GoOnAsync();
            if (added.Fault is null && Whole.Read(draft.Reply.Text).Value is { } next) await AnswerAsync(said = next);
            else notes.Add(FormattableString.Invariant($"round {round}: no usable answer followed the thinking"));
        }
        var last = options.Integrate && answers.Count > 1 ? await IntegrateAsync(d, answers) : null;
        var verdict = last is not null ? SingleReply.CreateVerdict(last) : FinalAnswer.Extract(answers[^1]) is { Length: > 0 } answer
            ? new(Decision.Decided) { Answer = answer } : new Verdict(Decision.Undecided);
        return verdict with
        {
            Ended = last is null ? "last" : "integrated",
            Rounds = answers.Count,
            Notes = [.. notes],
            Measures = ImmutableSortedDictionary<string, double>.Empty.Add("answers", answers.Count).Add("reflections", own),
        };

        Task AnswerAsync(ThinkingReply reply)
        {
            answers.Add(reply.Answer);
            return d.SayAsync("reasoner", reply.Answer, answers.Count);
        }
    }

    private static Task<SeatReply> IntegrateAsync(IDeliberation d, List<string> answers) =>
        new SeatChat(d, "reasoner").AskAsync(Prompts.Fill("recursive-thinking/integrate", ("question", d.Problem.PromptText),
            ("answers", Quotation.QuoteAll(answers.Select((a, i) => (FormattableString.Invariant($"answer {i + 1}"), a))))), answers.Count + 1);
}

/// <summary>The options of thinking that is improved in turns.</summary>
public sealed record RecursiveThinkingOptions
{
    /// <summary>Times that the thinking is improved.</summary>
    [Option("Times that the thinking is improved and answered behind."), Range(1, 100)]
    public int Iterations { get; init; } = 2;

    /// <summary>Whether all answers are brought together.</summary>
    [Option("Whether all answers are brought together at last, or the last one stands.")]
    public bool Integrate { get; init; } = true;

    /// <summary>How the seat answers behind the better thinking.</summary>
    [Option("How the seat answers behind the better thinking: as its own message where its model can, never otherwise, or quoted in a prompt.")]
    public PrefixMode Prefix { get; init; }
}
