using System.Globalization;
using Debate.Argumentation;
using Debate.Core.Input;

namespace Debate.Deliberation.Clinical;

/// <summary>
/// Acceptance of the decisions of a graph by its preferred extensions (Hong et al., definition 4, with Dung's acceptability, 1995): a
/// decision is acceptable (there: optional) when some preferred extension contains it; a preferred extension with a decision is an
/// explanation set, and contains exactly one, because decisions exclude each other.
/// </summary>
public sealed class AcceptanceAnalysis
{
    private readonly ArgumentGraph _graph;
    private readonly int[] _decisions;

    private AcceptanceAnalysis(ArgumentMap map, IEnumerable<IReadOnlyList<int>> preferred)
    {
        _graph = map.Graph;
        _decisions = [.. map.Motions.Select(_graph.GetNode)];
        Explanations =
        [
            .. preferred.Where(e => e.Any(_decisions.Contains)).Select(e => (IReadOnlyList<int>)[.. e.Order()])
                .OrderBy(e => string.Join(' ', e.Select(a => FormattableString.Invariant($"{a:D9}"))), StringComparer.Ordinal),
        ];
        Acceptable = [.. _decisions.Where(d => Explanations.Any(e => e.Contains(d)))];
        var min = Acceptable.Select(CountAttackingBeliefs).DefaultIfEmpty().Min();
        LeastContested = [.. Acceptable.Where(d => CountAttackingBeliefs(d) == min)];
    }

    /// <summary>Analyses a map whose motions are its decisions, given its preferred extensions.</summary>
    public static AcceptanceAnalysis FromPreferred(ArgumentMap map, IEnumerable<IReadOnlyList<int>> preferred) => new(map, preferred);

    /// <summary>The explanation sets, in a fixed order.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Explanations { get; }

    /// <summary>The acceptable decisions, in the order of proposal; empty when there are none.</summary>
    public IReadOnlyList<int> Acceptable { get; }

    /// <summary>The acceptable decisions that the fewest beliefs attack, whether or not those beliefs are accepted.</summary>
    public IReadOnlyList<int> LeastContested { get; }

    /// <summary>The explanation set of an acceptable decision: the first one when there are several.</summary>
    public IReadOnlyList<int> ExplanationOf(int decision) => Explanations.First(e => e.Contains(decision));

    /// <summary>The beliefs that attack an argument.</summary>
    public IEnumerable<int> FindAttackingBeliefs(int argument) => _graph.Attackers[argument].ToArray().Where(a => !_decisions.Contains(a));

    /// <summary>The beliefs of a set that attack an argument: the reason why the argument cannot join the set.</summary>
    public IEnumerable<int> FindAttackingBeliefsIn(int argument, IReadOnlyList<int> set) =>
        FindAttackingBeliefs(argument).Where(set.Contains);

    private int CountAttackingBeliefs(int decision) => FindAttackingBeliefs(decision).Count();
}

/// <summary>
/// Explains an acceptance analysis in words that a clinician can read, one line per reason. An id in square brackets is an argument that
/// supports the line and is accepted together with the decision; other ids appear without brackets.
/// </summary>
public static class AcceptanceExplanation
{
    /// <summary>Why a decision was taken, and why each other one was not.</summary>
    /// <param name="dialogue">The arguments of the dialogue.</param>
    /// <param name="ruling">The acceptance of the decisions.</param>
    /// <param name="chosen">The index of the decision among the arguments.</param>
    /// <param name="tie">Why it was taken among several acceptable ones; null when it is the only one.</param>
    public static IEnumerable<string> Explain(ClinicalDialogue dialogue, AcceptanceAnalysis ruling, int chosen, string? tie)
    {
        var set = ruling.ExplanationOf(chosen);
        yield return $"{GetDecisionText(dialogue, chosen)} because {FormatGoal(dialogue, chosen)} [{dialogue.Arguments[chosen].Id}].";
        if (tie is not null)
            yield return $"{GetDecisionText(dialogue, chosen)} among {ruling.Acceptable.Count} acceptable decisions: {tie}.";
        foreach (var objection in ruling.FindAttackingBeliefs(chosen))
            yield return $"The objection {dialogue.Arguments[objection].Id} to it does not stand: "
                + $"{FormatBeliefs(dialogue, ruling.FindAttackingBeliefsIn(objection, set))}";
        foreach (var other in FindOtherDecisions(dialogue, chosen).Except(ruling.Acceptable))
            yield return ExplainRejection(dialogue, ruling, other, set);
        if (FindOtherDecisions(dialogue, chosen).Intersect(ruling.Acceptable).ToArray() is { Length: > 0 } also)
            yield return "Acceptable too, but one decision excludes the others: "
                + $"{string.Join(", ", also.Select(o => GetDecisionText(dialogue, o)))}.";
    }

    /// <summary>Why no decision is acceptable, one line per decision.</summary>
    public static IEnumerable<string> ExplainNoneAcceptable(ClinicalDialogue dialogue, IReadOnlyList<int> standing,
        AcceptanceAnalysis ruling) =>
        FindOtherDecisions(dialogue, -1).Select(decision => ExplainRejection(dialogue, ruling, decision, standing));

    private static string ExplainRejection(ClinicalDialogue dialogue, AcceptanceAnalysis ruling, int decision, IReadOnlyList<int> set) =>
        $"Not {GetDecisionText(dialogue, decision)}: {FormatBeliefs(dialogue, ruling.FindAttackingBeliefsIn(decision, set))}";

    private static string FormatBeliefs(ClinicalDialogue dialogue, IEnumerable<int> beliefs) => string.Join(' ', beliefs.Select(b =>
        $"[{dialogue.Arguments[b].Id}] {string.Join(' ', dialogue.Arguments[b].Argument.Premises)}"));

    private static string FormatGoal(ClinicalDialogue dialogue, int decision)
    {
        var argument = dialogue.Arguments[decision].Argument;
        return $"it promotes the goal, {argument.GetValue("goal")} ({argument.GetValue("evidence")})";
    }

    private static string GetDecisionText(ClinicalDialogue dialogue, int decision) => dialogue.Arguments[decision].Argument.Decision;

    private static IEnumerable<int> FindOtherDecisions(ClinicalDialogue dialogue, int chosen) =>
        Enumerable.Range(0, dialogue.Arguments.Count).Where(i => i != chosen && dialogue.Arguments[i].Argument.Scheme.Name == "ASDM");
}

/// <summary>
/// The framework of decisions and beliefs (Hong et al., "ArgMed-Agents", BIBM 2024, definitions 2 and 3): decisions exclude each other, so
/// each attacks every other one; beliefs attack decisions or the beliefs that they answer; no decision attacks a belief.
/// </summary>
public sealed class DecisionGraph
{
    private readonly ArgumentGraphBuilder _builder = new();
    private readonly List<string> _decisions = [];

    /// <summary>The ids of the decisions, in the order in which they were proposed.</summary>
    public IReadOnlyList<string> Decisions => _decisions;

    /// <summary>Adds a decision, and its conflict with every other one.</summary>
    public DecisionGraph AddDecision(string id, string text = "")
    {
        _builder.AddArgument(id, text);
        foreach (var other in _decisions)
        {
            _builder.AddAttack(id, other);
            _builder.AddAttack(other, id);
        }
        _decisions.Add(id);
        return this;
    }

    /// <summary>Adds a belief and its attacks, whose targets must exist.</summary>
    public DecisionGraph AddBelief(string id, string text = "", params ReadOnlySpan<string> attacks)
    {
        _builder.AddArgument(id, text);
        foreach (var target in attacks) AddAttack(id, target);
        return this;
    }

    /// <summary>Adds an attack by a belief; an <see cref="InputException"/> when the attacker is a decision.</summary>
    public DecisionGraph AddAttack(string belief, string target)
    {
        if (_decisions.Contains(belief))
            throw new InputException($"argument '{belief}': a decision attacks the other decisions alone, and does so without being told");
        _builder.AddAttack(belief, target);
        return this;
    }

    /// <summary>The map: arguments in the order added; its motions are the decisions.</summary>
    public ArgumentMap ToMap(string name) => new(name, _builder.Build()) { Motions = [.. _decisions] };

    /// <summary>The id of decision <paramref name="number"/>, from 0: A, B, C ... Z.</summary>
    public static string DecisionId(int number) => ((char)('A' + number)).ToString(CultureInfo.InvariantCulture);
}
