namespace Debate.Argumentation.Bipolar;

/// <summary>Builds the attacks of a <see cref="Translation"/>.</summary>
internal sealed class TranslationBuilder(ArgumentGraph graph, SupportReading reading)
{
    private readonly List<int> _from = [], _to = [];
    private readonly List<string> _auxiliary = [];
    private readonly Dictionary<int, int> _links = [], _negations = [];

    public Translation Build()
    {
        for (var node = 0; node < graph.NodeCount; node++) AddAttackers(node);
        for (var step = graph.ArgumentCount; step < graph.NodeCount; step++) AddInference(step);
        var framework = Framework.Create(graph.NodeCount + _auxiliary.Count, _from.ToArray(), _to.ToArray());
        return new Translation(graph, reading, framework, [.. _auxiliary]);
    }

    private void AddAttackers(int node)
    {
        foreach (var attacker in graph.Attackers[node]) AddAttack(attacker, AttackTarget(node));
    }

    private void AddInference(int step)
    {
        if (GetOrAddLink(step) is { } link) AddAttack(GetOrAddNegation(link), step);
        foreach (var premise in graph.Premises[step]) AddAttack(GetOrAddNegation(premise), step);
        if (graph.Kind(step) == InferenceKind.Attack || reading == SupportReading.None) return;
        foreach (var premise in graph.Premises[step])
            if (reading == SupportReading.Necessary) AddDependency(AttackTarget(graph.Conclusion(step)), premise, step, alone: true);
            else AddDependency(premise, AttackTarget(graph.Conclusion(step)), step, alone: graph.Premises[step].Length == 1);
    }

    // `dependent` is rejected if `ground` is rejected while the inference's link holds and, unless alone, its other premises are accepted.
    private void AddDependency(int dependent, int ground, int step, bool alone)
    {
        var link = GetOrAddLink(step);
        if (link is null && alone) { AddAttack(GetOrAddNegation(ground), dependent); return; }
        var lack = AddAuxiliary($"'{graph.Id(step)}' lacks '{Name(ground)}' for '{Name(dependent)}'");
        AddAttack(lack, dependent);
        AddAttack(ground, lack);
        if (link is { } held) AddAttack(GetOrAddNegation(held), lack);
        if (alone) return;
        foreach (var other in graph.Premises[step]) if (other != dependent) AddAttack(GetOrAddNegation(other), lack);
    }

    // The target of an attack on the node or a support of it: for an inference its link, if it has one.
    private int AttackTarget(int node) => graph.IsInference(node) && GetOrAddLink(node) is { } link ? link : node;

    // An inference needs a separate link only if something attacks or supports it and the interpretation of support distinguishes link and
    // inference.
    private int? GetOrAddLink(int step)
    {
        if (reading == SupportReading.None || (graph.Attackers[step].IsEmpty && graph.Supporters[step].IsEmpty)) return null;
        if (!_links.TryGetValue(step, out var link)) _links[step] = link = AddAuxiliary($"link of '{graph.Id(step)}'");
        return link;
    }

    private int GetOrAddNegation(int argument)
    {
        if (_negations.TryGetValue(argument, out var negation)) return negation;
        _negations[argument] = negation = AddAuxiliary($"not '{Name(argument)}'");
        AddAttack(argument, negation);
        return negation;
    }

    private string Name(int argument) => argument < graph.NodeCount ? graph.Id(argument) : _auxiliary[argument - graph.NodeCount];

    private int AddAuxiliary(string name)
    {
        _auxiliary.Add(name);
        return graph.NodeCount + _auxiliary.Count - 1;
    }

    private void AddAttack(int from, int to)
    {
        _from.Add(from);
        _to.Add(to);
    }
}
