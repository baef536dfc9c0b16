using System.Collections.Immutable;
using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;
using Debate.Deliberation.Clinical;
using Debate.Deliberation.Projections;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// ArgMed-Agents (Hong et al., "ArgMed-Agents: Explainable Clinical Decision Reasoning with LLM Discussion via Argumentation Schemes", BIBM
/// 2024). A generator proposes decisions by argumentation schemes; a verifier asks their critical questions, answers them itself and
/// objects; the argument that the generator makes of an objection attacks the argument objected to. A reasoner has the framework solved: a
/// decision is acceptable when some preferred extension contains it. Of several acceptable decisions it takes the one that the fewest
/// beliefs attack; between equals the reasoner's seat chooses, and without a usable choice the one proposed first is taken. Seats whose
/// model is "knowledge" play from the problem's clinical knowledge base.
/// </summary>
public sealed class ArgMed : IProtocol
{
    /// <summary>The model name of a seat that plays from the problem's knowledge base.</summary>
    public const string Knowledge = "knowledge";

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolEntry Entry { get; } = new("argmed", 1, () => new ArgMed())
    {
        Options =
        [
            OptionRule.Number("decisions", 4, 1, 26, "Decisions at most."),
            OptionRule.Number("turns", 8, 2, 100, "Moves of generator and verifier at most, in the dialogue on one decision."),
            OptionRule.OneOf(
                "objections", "Whether a decision is questioned until its first exchange ends, as published, or till no objection is left.",
                "first", "all"),
        ],
        Seats = _ => ["generator", "verifier", "reasoner"],
        Unaided = problem => problem.Knowledge is null ? null : new(Knowledge, new(
        [
            new("decisions", problem.Choices.Count.ToString(CultureInfo.InvariantCulture)), new("objections", "all"), new("turns", "100"),
        ])),
        MaxCalls = o => o.Number("decisions") * o.Number("turns") + 1,
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d)
    {
        var knowledge = d.Seats.Any(FromKnowledge) ? ClinicalReasoning.Of(d.Problem) : null;
        var dialogue = new Dialogue(d.Options.Number("turns"), d.Options.Text("objections") == "all");
        IGenerator generator = FromKnowledge(d.Seat("generator")) ? new KnowledgePlayer(d, knowledge!) : new ModelGenerator(d);
        IVerifier verifier = FromKnowledge(d.Seat("verifier")) ? new KnowledgePlayer(d, knowledge!) : new ModelVerifier(d, dialogue.Note);
        while (dialogue.Decisions.Count() < d.Options.Number("decisions") && await dialogue.DiscussAsync(generator, verifier)) { }
        if (dialogue.Arguments.Count == 0)
            return new(Decision.Refused) { Ended = "no-proposal", Reason = "The generator put no decision forward." };
        var recorded = await d.RecordAsync(DeliberationGraph.Name, () => GraphJson.Write(dialogue.Map("argmed") with { Title = d.Problem.Text }));
        var map = GraphJson.Read(DeliberationGraph.Name, recorded);
        var found = await d.SolveAsync(Framework.Of(map.Graph), Query.Parse("EE-PR"));
        var ruling = Ruling.Of(map, found.Extensions ?? []);
        var verdict = ruling.Optional.Count == 0
            ? Undecided(dialogue, ruling, found.Extensions ?? [])
            : await DecidedAsync(d, dialogue, ruling);
        return verdict with
        {
            Rounds = dialogue.Decisions.Count(),
            Notes = [.. knowledge is null ? Array.Empty<string>() : [knowledge.Notice], .. verdict.Notes, .. dialogue.Open],
            Measures = ImmutableSortedDictionary<string, double>.Empty.Add("arguments", dialogue.Arguments.Count)
                .Add("optional", ruling.Optional.Count).Add("explanations", ruling.Explanations.Count),
        };
    }

    private static async Task<Verdict> DecidedAsync(IDeliberation d, Dialogue dialogue, Ruling ruling)
    {
        var (chosen, ended, tie) = await ChooseAsync(d, dialogue, ruling);
        return new(Decision.Decided)
        {
            Answer = dialogue.Arguments[chosen].Argument.Decision,
            Side = dialogue.Arguments[chosen].Id,
            Reason = string.Join('\n', RulingWords.Of(dialogue, ruling, chosen, tie)),
            Ended = ended,
        };
    }

    /// <summary>That no decision is acceptable is a warning about the arguments or the options, not proof of an error.</summary>
    private static Verdict Undecided(Dialogue dialogue, Ruling ruling, IReadOnlyList<IReadOnlyList<int>> extensions) =>
        new(Decision.Undecided)
        {
            Reason = string.Join('\n', RulingWords.None(dialogue, extensions.Count > 0 ? extensions[0] : [], ruling)),
            Ended = "no-acceptable-decision",
            Notes =
            [
                "warning: no decision that was considered is acceptable; arguments may be wrong or missing, or another decision is needed",
            ],
        };

    private static async Task<(int Chosen, string Ended, string? Tie)> ChooseAsync(IDeliberation d, Dialogue dialogue, Ruling ruling)
    {
        if (ruling.Optional is [var only]) return (only, "only-acceptable", null);
        if (ruling.LeastContested is [var least]) return (least, "least-contested", "the fewest objections were raised against it");
        var tied = ruling.LeastContested;
        if (FromKnowledge(d.Seat("reasoner"))) return (tied[0], "first-proposed", "as little contested as any, and the first of these");
        var reply = await new SeatChat(d, "reasoner", Prompts.Fill("argmed/reasoner", ("rules", ModelGenerator.Rules(d))))
            .AskAsync(Prompts.Fill("argmed/choose", ("decisions", Shown(dialogue, ruling))), Chooser(d.Problem, dialogue, tied),
                dialogue.Decisions.Count() + 1);
        return reply.Value is { } choice
            ? (tied[choice.Index], "reasoner", $"as little contested as any, and the reasoner's choice of these: {choice.Reason}")
            : (tied[0], "first-proposed", "as little contested as any, and the first of these; the reasoner gave no usable reply");
    }

    private static ChoiceReader Chooser(Problem problem, Dialogue dialogue, IEnumerable<int> tied) =>
        new([.. tied.Select(t => dialogue.Arguments[t].Argument.Decision)], problem.Choices);

    private static string Shown(Dialogue dialogue, Ruling ruling) => Quotation.Of(ruling.LeastContested.Select(decision =>
        ("generator", string.Join('\n', ruling.ExplanationOf(decision).Where(a => a == decision || dialogue.Arguments[a].Id.StartsWith(
            dialogue.Arguments[decision].Id, StringComparison.Ordinal)).Select(a => dialogue.Arguments[a].Argument.Text)))));

    private static bool FromKnowledge(Seat seat) => seat.Model == Knowledge;
}
