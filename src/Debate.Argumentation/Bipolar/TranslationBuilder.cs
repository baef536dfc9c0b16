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
        for (var step = graph.ArgumentCount; step < graph.NodeCount; step++) AddStep(step);
        var framework = Framework.Of(graph.NodeCount + _auxiliary.Count, _from.ToArray(), _to.ToArray());
        return new Translation(graph, reading, framework, [.. _auxiliary]);
    }

    private void AddAttackers(int node)
    {
        foreach (var attacker in graph.Attackers[node]) Attack(attacker, Target(node));
    }

    private void AddStep(int step)
    {
        if (Link(step) is { } link) Attack(Not(link), step);
        foreach (var premise in graph.Premises[step]) Attack(Not(premise), step);
        if (graph.Kind(step) == InferenceKind.Attack || reading == SupportReading.None) return;
        foreach (var premise in graph.Premises[step])
            if (reading == SupportReading.Necessary) Need(Target(graph.Conclusion(step)), premise, step, alone: true);
            else Need(premise, Target(graph.Conclusion(step)), step, alone: graph.Premises[step].Length == 1);
    }

    // `dependent` is rejected if `ground` is rejected while the inference's link holds and, unless alone, its other premises are accepted.
    private void Need(int dependent, int ground, int step, bool alone)
    {
        var link = Link(step);
        if (link is null && alone) { Attack(Not(ground), dependent); return; }
        var lack = Add($"'{graph.Id(step)}' lacks '{Name(ground)}' for '{Name(dependent)}'");
        Attack(lack, dependent);
        Attack(ground, lack);
        if (link is { } held) Attack(Not(held), lack);
        if (alone) return;
        foreach (var other in graph.Premises[step]) if (other != dependent) Attack(Not(other), lack);
    }

    // The target of an attack on the node or a support of it: for an inference its link, if it has one.
    private int Target(int node) => graph.IsInference(node) && Link(node) is { } link ? link : node;

    // An inference needs a separate link only if something attacks or supports it and the interpretation of support distinguishes link and
    // inference.
    private int? Link(int step)
    {
        if (reading == SupportReading.None || (graph.Attackers[step].IsEmpty && graph.Supporters[step].IsEmpty)) return null;
        if (!_links.TryGetValue(step, out var link)) _links[step] = link = Add($"link of '{graph.Id(step)}'");
        return link;
    }

    private int Not(int argument)
    {
        if (_negations.TryGetValue(argument, out var negation)) return negation;
        _negations[argument] = negation = Add($"not '{Name(argument)}'");
        Attack(argument, negation);
        return negation;
    }

    private string Name(int argument) => argument < graph.NodeCount ? graph.Id(argument) : _auxiliary[argument - graph.NodeCount];

    private int Add(string name)
    {
        _auxiliary.Add(name);
        return graph.NodeCount + _auxiliary.Count - 1;
    }

    private void Attack(int from, int to)
    {
        _from.Add(from);
        _to.Add(to);
    }
}
