using System.Text.Json;
using Debate.Argumentation.Explanations;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;
using Debate.Core.Input;

namespace Debate.Argumentation.Inquiries;

/// <summary>Why an argument is accepted, or why not and what would change that.</summary>
/// <param name="Argument">Its id.</param>
/// <param name="Semantics">The semantics, by name or code.</param>
/// <param name="IsSceptical">Whether acceptance is membership in every extension, and not only in some.</param>
/// <param name="Support">How supports bear on acceptance: none, necessary or deductive.</param>
/// <param name="Limit">The most sets of each sort; positive.</param>
public sealed record ExplanationInquiry(string Argument, string Semantics, bool IsSceptical, string Support, int Limit) : GraphInquiry
{
    /// <inheritdoc/>
    public override GraphReport Answer(ArgumentMap map, SearchBudget budget)
    {
        var acceptance = new Acceptance(InquiryWords.FindSemantics(Semantics), IsSceptical);
        if (map.Graph.IsInference(InquiryWords.GetNode(map.Graph, Argument)))
            throw new ValidationError("argument", Argument, "must be an argument, and is an inference").ToException("");
        var question = new GraphQuestion(map.Graph, acceptance, InquiryWords.FindReading(Support));
        var about = GraphExplanation.Explain(question, Argument, new ExplanationLimits { MaxSets = Limit }, budget);
        return Fill(Describe(), about) with { Notes = InquiryWords.NoteSupports(map.Graph, about.Reading) };
    }

    /// <inheritdoc/>
    public override GraphReport ReportUndecided(string reason) => Describe() with { Status = InquiryStatus.Unknown, Reason = reason };

    private ExplanationReport Describe() => new()
    {
        Argument = Argument,
        Semantics = InquiryWords.FindSemantics(Semantics).Name,
        Sceptical = IsSceptical,
        Support = Support.ToLowerInvariant(),
    };

    private static ExplanationReport Fill(ExplanationReport report, GraphExplanation about)
    {
        var (found, graph) = (about.Explanation, about.Graph);
        using var part = JsonDocument.Parse(GraphJson.Write(about.Subgraph));
        report = report with
        {
            Accepted = found.Accepted,
            Extension = found.Extension is { } extension ? about.SelectNames(extension) : null,
            Removals = [.. found.Removals.Select(change => Describe(about, change))],
            Supports = [.. graph.Supporters[found.Argument].ToArray().Select(step => new ExplainedSupport(
                graph.Id(step), about.SelectNames(graph.Premises[step].ToArray()), about.SelectNames(graph.Attackers[step].ToArray())))],
            Gaps = found.Gaps,
            Sentences = ExplanationText.Describe(about),
            Graph = part.RootElement.Clone(),
        };
        return found.Accepted
            ? report with
            {
                Defences = [.. found.Defences.Select(defence => about.SelectNames(defence))],
                Sufficient = found.IsSufficient,
                Necessary = about.SelectNames(found.Necessary),
                Dispute = found.Dispute is { } root ? ListMoves(about, root) : null,
            }
            : report with
            {
                Attackers = [.. found.Attackers.Select(attacker => new ExplainedAttacker(
                    about.Name(attacker.Argument), attacker.Accepted, attacker.IsUnanswered, about.SelectNames(attacker.AnsweredBy)))],
                Additions = [.. found.Additions.Select(change => Describe(about, change))],
            };
    }

    private static ExplainedChange Describe(GraphExplanation about, StatusChange change) =>
        new(about.SelectNames(change.Arguments), change.IsMinimal);

    private static List<DisputeMove> ListMoves(GraphExplanation about, DisputeNode root)
    {
        var (open, moves) = (new Queue<(DisputeNode Node, int? Answers)>([(root, null)]), new List<DisputeMove>());
        while (open.TryDequeue(out var move))
        {
            foreach (var reply in move.Node.Replies) open.Enqueue((reply, moves.Count));
            moves.Add(new(about.Name(move.Node.Argument), move.Node.IsProponent ? "proponent" : "opponent", move.Answers,
                move.Node.IsRepeated ? true : null));
        }
        return moves;
    }
}

/// <summary>
/// Why an argument is accepted or not, in terms of ids and in sentences. Texts of arguments stand in the sentences as they are: encode them
/// for a page, and strip control characters before a terminal.
/// </summary>
public sealed record ExplanationReport : GraphReport
{
    /// <summary>The argument's id.</summary>
    public required string Argument { get; init; }

    /// <summary>The name of the semantics.</summary>
    public required string Semantics { get; init; }

    /// <summary>Whether acceptance is membership in every extension, and not only in some.</summary>
    public bool Sceptical { get; init; }

    /// <summary>How supports bear on acceptance: none, necessary or deductive.</summary>
    public required string Support { get; init; }

    /// <summary>Whether it is accepted; absent where that was not decided.</summary>
    public bool? Accepted { get; init; }

    /// <summary>An extension with the argument where it is accepted, else one without it; absent where there is none.</summary>
    public IReadOnlyList<string>? Extension { get; init; }

    /// <summary>Accepted: minimal sets that defend it, itself included.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Defences { get; init; }

    /// <summary>Accepted: whether each defence is enough, whatever else is taken away.</summary>
    public bool? Sufficient { get; init; }

    /// <summary>Accepted: the arguments without each of which alone it would not be.</summary>
    public IReadOnlyList<string>? Necessary { get; init; }

    /// <summary>Accepted: how the first defence answers every attack, as a list of moves.</summary>
    public IReadOnlyList<DisputeMove>? Dispute { get; init; }

    /// <summary>Not accepted: every attacker, unanswered ones first.</summary>
    public IReadOnlyList<ExplainedAttacker>? Attackers { get; init; }

    /// <summary>Sets of arguments without which its status would be another, the smallest first.</summary>
    public IReadOnlyList<ExplainedChange> Removals { get; init; } = [];

    /// <summary>Not accepted: sets such that one new, unattacked argument against each would make it accepted.</summary>
    public IReadOnlyList<ExplainedChange>? Additions { get; init; }

    /// <summary>What supports it.</summary>
    public IReadOnlyList<ExplainedSupport> Supports { get; init; } = [];

    /// <summary>What was not searched to the end, one sentence each.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];

    /// <summary>The explanation for people, one sentence each.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>The part of the graph that it mentions, in the project's JSON; absent where it was not decided.</summary>
    public JsonElement? Graph { get; init; }
}

/// <summary>A move of a dispute.</summary>
/// <param name="Argument">The argument put forward.</param>
/// <param name="By">proponent or opponent.</param>
/// <param name="Answers">The index of the move in the list that it answers; absent for the first.</param>
/// <param name="Repeated">True where the proponent defends the argument elsewhere in the list; else absent.</param>
public sealed record DisputeMove(string Argument, string By, int? Answers, bool? Repeated);

/// <summary>An attacker of an argument that is not accepted.</summary>
/// <param name="Argument">The attacker.</param>
/// <param name="Accepted">Whether it is accepted itself.</param>
/// <param name="Stands">Whether no accepted argument attacks it.</param>
/// <param name="AnsweredBy">The accepted arguments that attack it.</param>
public sealed record ExplainedAttacker(string Argument, bool Accepted, bool Stands, IReadOnlyList<string> AnsweredBy);

/// <summary>A set of arguments that changes a status.</summary>
/// <param name="Arguments">The arguments.</param>
/// <param name="Minimal">Whether no part of it does; false where that was not established.</param>
public sealed record ExplainedChange(IReadOnlyList<string> Arguments, bool Minimal);

/// <summary>A support of an argument.</summary>
/// <param name="Inference">The id of the step.</param>
/// <param name="Premises">Its premises, needed together.</param>
/// <param name="UndercutBy">What attacks the step.</param>
public sealed record ExplainedSupport(string Inference, IReadOnlyList<string> Premises, IReadOnlyList<string> UndercutBy);
