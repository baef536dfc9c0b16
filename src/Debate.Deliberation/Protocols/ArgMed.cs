using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;
using Debate.Argumentation;
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
public sealed class ArgMed : IProtocol<ArgMedOptions>
{
    /// <summary>The model name of a seat that plays from the problem's knowledge base.</summary>
    public const string KnowledgeModel = "knowledge";

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new ProtocolDescriptor<ArgMedOptions>("argmed", 2, () => new ArgMed())
    {
        Seats = _ => ["generator", "verifier", "reasoner"],
        WithoutModel = problem => problem.Knowledge is null ? null : new(KnowledgeModel, ProtocolOptions.FromRecord(
            new ArgMedOptions { Decisions = problem.Choices.Count, Objections = QuestionedObjections.All, Turns = 100 })),
        MaxCalls = o => o.Decisions * o.Turns + 1,
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, ArgMedOptions options)
    {
        var knowledge = d.Seats.Any(IsPlayedFromKnowledge) ? ClinicalReasoning.Create(d.Problem) : null;
        var dialogue = new ClinicalDialogue(options.Turns, options.Objections == QuestionedObjections.All);
        IArgumentGenerator generator = IsPlayedFromKnowledge(d.Seat("generator")) ? new KnowledgePlayer(d, knowledge!)
            : new ModelArgumentGenerator(d);
        IArgumentVerifier verifier = IsPlayedFromKnowledge(d.Seat("verifier")) ? new KnowledgePlayer(d, knowledge!)
            : new ModelArgumentVerifier(d, dialogue.AddNote);
        while (dialogue.Decisions.Count() < options.Decisions
            && await dialogue.DiscussNextDecisionAsync(generator, verifier)) { }
        if (dialogue.Arguments.Count == 0)
            return (generator is ModelArgumentGenerator { Unread: { } reply } ? Verdict.FromFault(reply)
                : new(Decision.Undecided) { Reason = "The generator put no decision forward." }) with { Ended = "no-proposal" };
        var recorded = await d.RecordAsync(DeliberationGraph.Name,
            () => GraphJson.Write(dialogue.ToMap("argmed") with { Title = d.Problem.Text }));
        var map = GraphJson.Read(DeliberationGraph.Name, recorded);
        var found = await d.SolveAsync(Framework.FromGraph(map.Graph), Query.Parse("EE-PR"));
        var ruling = AcceptanceAnalysis.FromPreferred(map, found.Extensions ?? []);
        var verdict = ruling.Acceptable.Count == 0
            ? CreateUndecided(dialogue, ruling, found.Extensions ?? [])
            : await CreateVerdictAsync(d, dialogue, ruling);
        return verdict with
        {
            Rounds = dialogue.Decisions.Count(),
            Notes = [.. knowledge is null ? Array.Empty<string>() : [knowledge.Notice], .. verdict.Notes, .. dialogue.Notes],
            Measures = ImmutableSortedDictionary<string, double>.Empty.Add("arguments", dialogue.Arguments.Count)
                .Add("optional", ruling.Acceptable.Count).Add("explanations", ruling.Explanations.Count),
        };
    }

    private static async Task<Verdict> CreateVerdictAsync(IDeliberation d, ClinicalDialogue dialogue, AcceptanceAnalysis ruling)
    {
        var (chosen, ended, tie) = await ChooseDecisionAsync(d, dialogue, ruling);
        return new(Decision.Decided)
        {
            Answer = dialogue.Arguments[chosen].Argument.Decision,
            Side = dialogue.Arguments[chosen].Id,
            Reason = string.Join('\n', AcceptanceExplanation.Explain(dialogue, ruling, chosen, tie)),
            Ended = ended,
        };
    }

    /// <summary>That no decision is acceptable is a warning about the arguments or the options, not proof of an error.</summary>
    private static Verdict CreateUndecided(ClinicalDialogue dialogue, AcceptanceAnalysis ruling,
        IReadOnlyList<IReadOnlyList<int>> extensions) =>
        new(Decision.Undecided)
        {
            Reason = string.Join('\n', AcceptanceExplanation.ExplainNoneAcceptable(dialogue, extensions.Count > 0 ? extensions[0]
                : [], ruling)),
            Ended = "no-acceptable-decision",
            Notes =
            [
                "warning: no decision that was considered is acceptable; arguments may be wrong or missing, or another decision is needed",
            ],
        };

    private static async Task<(int Chosen, string Ended, string? Tie)> ChooseDecisionAsync(IDeliberation d, ClinicalDialogue dialogue,
        AcceptanceAnalysis ruling)
    {
        if (ruling.Acceptable is [var only]) return (only, "only-acceptable", null);
        if (ruling.LeastContested is [var min]) return (min, "least-contested", "the fewest objections were raised against it");
        var tied = ruling.LeastContested;
        if (IsPlayedFromKnowledge(d.Seat("reasoner")))
            return (tied[0], "first-proposed", "as little contested as any, and the first of these");
        var reply = await new SeatChat(d, "reasoner", Prompts.Fill("argmed/reasoner", ("rules", ModelArgumentGenerator.FormatRules(d))))
            .AskAsync(Prompts.Fill("argmed/choose", ("decisions", FormatCandidates(dialogue, ruling))),
                CreateChoiceReader(d.Problem, dialogue, tied),
                dialogue.Decisions.Count() + 1);
        return reply.Value is { } choice
            ? (tied[choice.Index], "reasoner", $"as little contested as any, and the reasoner's choice of these: {choice.Reason}")
            : (tied[0], "first-proposed", "as little contested as any, and the first of these; the reasoner gave no usable reply");
    }

    private static ChoiceReader CreateChoiceReader(Problem problem, ClinicalDialogue dialogue, IEnumerable<int> tied) =>
        new([.. tied.Select(t => dialogue.Arguments[t].Argument.Decision)], problem.Choices);

    private static string FormatCandidates(ClinicalDialogue dialogue, AcceptanceAnalysis ruling) =>
        Quotation.QuoteAll(ruling.LeastContested.Select(decision =>
        ("generator", string.Join('\n', ruling.ExplanationOf(decision).Where(a => a == decision || dialogue.Arguments[a].Id.StartsWith(
            dialogue.Arguments[decision].Id, StringComparison.Ordinal)).Select(a => dialogue.Arguments[a].Argument.Text)))));

    private static bool IsPlayedFromKnowledge(Seat seat) => seat.Model == KnowledgeModel;
}

/// <summary>The options of ArgMed-Agents.</summary>
public sealed record ArgMedOptions
{
    /// <summary>Decisions at most.</summary>
    [Option("Decisions at most."), Range(1, 26)]
    public int Decisions { get; init; } = 4;

    /// <summary>Moves of generator and verifier at most, in the dialogue on one decision.</summary>
    [Option("Moves of generator and verifier at most, in the dialogue on one decision."), Range(2, 100)]
    public int Turns { get; init; } = 8;

    /// <summary>How long a decision is questioned.</summary>
    [Option("Whether a decision is questioned until its first exchange ends, as published, or till no objection is left.")]
    public QuestionedObjections Objections { get; init; }
}

/// <summary>How long a decision is questioned.</summary>
public enum QuestionedObjections
{
    /// <summary>Until the first exchange ends.</summary>
    First,

    /// <summary>Until no objection is left.</summary>
    All,
}
