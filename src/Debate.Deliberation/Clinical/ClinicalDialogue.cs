using System.Globalization;
using Debate.Argumentation;
using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Clinical;

/// <summary>
/// All dialogues of one deliberation, and the rule that each follows (Hong et al., definition 1): the generator's reply to an objection
/// attacks the argument that the verifier objected to; acceptance ends the exchange.
/// </summary>
/// <param name="turns">Maximum number of moves of generator and verifier in the dialogue on one decision.</param>
/// <param name="all">
/// Whether the decision is questioned again when an exchange about it has ended, until the verifier has no further objection to it;
/// otherwise, as published, its dialogue ends with the first exchange.
/// </param>
public sealed class ClinicalDialogue(int turns, bool all)
{
    private readonly DecisionGraph _graph = new();
    private readonly List<DialogueArgument> _arguments = [];
    private readonly List<(DialogueArgument Of, Objection Objection)> _raised = [];
    private readonly List<string> _notes = [];

    /// <summary>The arguments, in the order in which they were made.</summary>
    public IReadOnlyList<DialogueArgument> Arguments => _arguments;

    /// <summary>The decisions, in the order in which they were proposed.</summary>
    public IEnumerable<DialogueArgument> Decisions => _arguments.Where(a => a.Argument.Scheme.Name == "ASDM");

    /// <summary>Notes for the reader: dialogues that reached their limit, and objections that led to no argument.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Adds a note for the reader.</summary>
    public void AddNote(string text) => _notes.Add(text);

    /// <summary>The framework so far, with the decisions as its motions.</summary>
    public ArgumentMap ToMap(string name) => _graph.ToMap(name);

    /// <summary>Holds the dialogue on the next decision; false when the generator has none.</summary>
    public async Task<bool> DiscussNextDecisionAsync(IArgumentGenerator generator, IArgumentVerifier verifier)
    {
        var decisions = Decisions.ToArray();
        var round = decisions.Length + 1;
        if (await generator.ProposeDecisionAsync(decisions, round) is not { } proposed) return false;
        var decision = AddArgument(new(DecisionGraph.DecisionId(decisions.Length), proposed), null);
        var at = decision;
        for (var turn = 2; turn <= turns; turn++)
        {
            var raised = _raised.Where(r => r.Of == at).Select(r => r.Objection).ToArray();
            var objection = await verifier.VerifyAsync(at, raised, round);
            if (objection is not null)
            {
                _raised.Add((at, objection));
                if (++turn > turns) break;
            }
            var counter = objection is null ? null : await RequestCounterargumentAsync(generator, at, objection, round);
            if (counter is not null) at = AddArgument(new(NextId(decision), counter), at);
            else if (all && !(objection is null && at == decision)) at = decision;
            else return true;
        }
        _notes.Add($"the dialogue on {decision.Argument.Decision} ended at its limit of {turns} turns; objections may be missing");
        return true;
    }

    /// <summary>The argument that the generator makes of an objection; null when it makes none or repeats an earlier one.</summary>
    private async Task<SchemeArgument?> RequestCounterargumentAsync(IArgumentGenerator generator, DialogueArgument target,
        Objection objection, int round)
    {
        var counter = await generator.CreateCounterargumentAsync(target, objection, round);
        var before = _arguments.Where(a => a.Id.StartsWith(target.Id[..1], StringComparison.Ordinal));
        if (counter is not null && before.All(a => a.Argument.Text != counter.Text)) return counter;
        _notes.Add($"no argument was made of the objection to {target.Id} ({objection.Question}: {objection.Reason})");
        return null;
    }

    private string NextId(DialogueArgument decision) =>
        decision.Id + _arguments.Count(a => a.Id.StartsWith(decision.Id, StringComparison.Ordinal)).ToString(CultureInfo.InvariantCulture);

    private DialogueArgument AddArgument(DialogueArgument argued, DialogueArgument? target)
    {
        _arguments.Add(argued);
        if (target is null) _graph.AddDecision(argued.Id, argued.Argument.Text);
        else _graph.AddBelief(argued.Id, argued.Argument.Text, target.Id);
        return argued;
    }
}
