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
public sealed class Dialogue(int turns, bool all)
{
    private readonly DecisionGraph _graph = new();
    private readonly List<Argued> _arguments = [];
    private readonly List<(Argued Of, Objection Objection)> _raised = [];
    private readonly List<string> _open = [];

    /// <summary>The arguments, in the order in which they were made.</summary>
    public IReadOnlyList<Argued> Arguments => _arguments;

    /// <summary>The decisions, in the order in which they were proposed.</summary>
    public IEnumerable<Argued> Decisions => _arguments.Where(a => a.Argument.Scheme.Name == "ASDM");

    /// <summary>Notes for the reader: dialogues that reached their limit, and objections that led to no argument.</summary>
    public IReadOnlyList<string> Open => _open;

    /// <summary>Adds a note for the reader.</summary>
    public void Note(string text) => _open.Add(text);

    /// <summary>The framework so far, with the decisions as its motions.</summary>
    public ArgumentMap Map(string name) => _graph.Map(name);

    /// <summary>Holds the dialogue on the next decision; false when the generator has none.</summary>
    public async Task<bool> DiscussAsync(IGenerator generator, IVerifier verifier)
    {
        var decisions = Decisions.ToArray();
        var round = decisions.Length + 1;
        if (await generator.DecideAsync(decisions, round) is not { } proposed) return false;
        var decision = Add(new(DecisionGraph.DecisionId(decisions.Length), proposed), null);
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
            var counter = objection is null ? null : await CounterAsync(generator, at, objection, round);
            if (counter is not null) at = Add(new(NextId(decision), counter), at);
            else if (all && !(objection is null && at == decision)) at = decision;
            else return true;
        }
        _open.Add($"the dialogue on {decision.Argument.Decision} ended at its limit of {turns} turns; objections may be missing");
        return true;
    }

    /// <summary>The argument that the generator makes of an objection; null when it makes none or repeats an earlier one.</summary>
    private async Task<SchemeArgument?> CounterAsync(IGenerator generator, Argued target, Objection objection, int round)
    {
        var counter = await generator.CounterAsync(target, objection, round);
        var before = _arguments.Where(a => a.Id.StartsWith(target.Id[..1], StringComparison.Ordinal));
        if (counter is not null && before.All(a => a.Argument.Text != counter.Text)) return counter;
        _open.Add($"no argument was made of the objection to {target.Id} ({objection.Question}: {objection.Reason})");
        return null;
    }

    private string NextId(Argued decision) =>
        decision.Id + _arguments.Count(a => a.Id.StartsWith(decision.Id, StringComparison.Ordinal)).ToString(CultureInfo.InvariantCulture);

    private Argued Add(Argued argued, Argued? target)
    {
        _arguments.Add(argued);
        if (target is null) _graph.Decide(argued.Id, argued.Argument.Text);
        else _graph.Believe(argued.Id, argued.Argument.Text, target.Id);
        return argued;
    }
}
