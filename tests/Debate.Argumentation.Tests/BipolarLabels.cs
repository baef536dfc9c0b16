using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Semantics;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests;

/// <summary>Three-valued labellings of small bipolar graphs and of their translations, by enumeration of all labellings.</summary>
internal static class BipolarLabels
{
    private static readonly Label[] Values = [Label.In, Label.Out, Label.Undecided];

    public static string Text(Label[] labels) => string.Concat(labels.Select(l => l.ToString()[0]));

    public static Label[] Grounded(Framework framework)
    {
        var labels = new Label[framework.Count];
        for (var changed = true; changed;)
        {
            changed = false;
            for (var a = 0; a < labels.Length; a++)
                if (labels[a] == Label.Undecided && Of(framework, labels, a) is var label && label != Label.Undecided)
                    (labels[a], changed) = (label, true);
        }
        return labels;
    }

    /// <summary>
    /// The complete labellings of the translation, restricted to the graph's nodes. Links and nodes are enumerated; the auxiliary "not" and
    /// "lacks" arguments follow from them.
    /// </summary>
    public static IEnumerable<Label[]> Complete(Translation translation)
    {
        var framework = translation.Framework;
        var free = Enumerable.Range(0, framework.Count)
            .Where(a => a < translation.Graph.ArgumentCount || translation.Name(a).StartsWith("link of", StringComparison.Ordinal))
            .ToList();
        foreach (var choice in Choices(free.Count))
        {
            var labels = new Label?[framework.Count];
            for (var i = 0; i < free.Count; i++) labels[free[i]] = choice[i];
            Follow(framework, labels);
            if (labels.Any(l => l is null)) throw new InvalidOperationException("auxiliary arguments do not follow from the others");
            var full = labels.Select(l => l!.Value).ToArray();
            if (Enumerable.Range(0, full.Length).All(a => full[a] == Of(framework, full, a)))
                yield return full[..translation.Graph.NodeCount];
        }
    }

    /// <summary>
    /// The definition: an argument or link is in if its attackers are out and its needs are satisfied, and out if an attacker is in or a
    /// need is violated; the label of a step is the conjunction of its link and premises.
    /// </summary>
    public static IEnumerable<Label[]> Defined(ArgumentGraph graph, SupportReading reading)
    {
        var count = graph.NodeCount;
        foreach (var held in Choices(count))
        {
            // held: labels of arguments and links; full: labels of arguments and steps.
            var full = Enumerable.Range(0, count).Select(n => graph.Premises[n].ToArray().Aggregate(held[n], (l, p) => And(l, held[p])))
                .ToArray();
            if (Enumerable.Range(0, count).All(n => held[n] == Condition(graph, reading, n, held, full))) yield return full;
        }
    }

    private static Label Condition(ArgumentGraph graph, SupportReading reading, int node, Label[] held, Label[] full)
    {
        var label = Label.In;
        foreach (var attacker in graph.Attackers[node]) label = And(label, Not(full[attacker]));
        for (var s = graph.ArgumentCount; s < graph.NodeCount; s++)
        {
            if (graph.Kind(s) == InferenceKind.Attack || reading == SupportReading.None) continue;
            var premises = graph.Premises[s].ToArray();
            if (reading == SupportReading.Necessary && graph.Conclusion(s) == node)
                foreach (var p in premises) label = And(label, Or(Not(held[s]), held[p]));
            if (reading == SupportReading.Deductive && premises.Contains(node))
                label = And(label, premises.Where(p => p != node)
                    .Aggregate(Or(Not(held[s]), held[graph.Conclusion(s)]), (l, p) => Or(l, Not(held[p]))));
        }
        return label;
    }

    private static void Follow(Framework framework, Label?[] labels)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            for (var a = 0; a < labels.Length; a++)
                if (labels[a] is null && framework.Attackers[a].ToArray().All(b => labels[b] is not null))
                    (labels[a], changed) = (framework.Attackers[a].ToArray().Aggregate(Label.In, (l, b) => And(l, Not(labels[b]!.Value))),
                        true);
        }
    }

    private static Label Of(Framework framework, Label[] labels, int argument) =>
        framework.Attackers[argument].ToArray().Aggregate(Label.In, (l, b) => And(l, Not(labels[b])));

    private static Label Not(Label label) => label switch { Label.In => Label.Out, Label.Out => Label.In, _ => Label.Undecided };

    private static Label And(Label a, Label b) => a == Label.Out || b == Label.Out ? Label.Out
        : a == Label.In && b == Label.In ? Label.In : Label.Undecided;

    private static Label Or(Label a, Label b) => Not(And(Not(a), Not(b)));

    private static IEnumerable<Label[]> Choices(int count)
    {
        var all = (int)Math.Pow(3, count);
        for (var code = 0; code < all; code++)
        {
            var (labels, rest) = (new Label[count], code);
            for (var i = 0; i < count; i++, rest /= 3) labels[i] = Values[rest % 3];
            yield return labels;
        }
    }
}
