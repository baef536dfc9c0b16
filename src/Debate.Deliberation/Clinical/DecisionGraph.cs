using System.Globalization;
using Debate.Argumentation;

namespace Debate.Deliberation.Clinical;

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
