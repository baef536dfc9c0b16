namespace Debate.Argumentation.Semantics;

/// <summary>The status of a node under a labelling.</summary>
public enum Label
{
    /// <summary>Neither accepted nor rejected.</summary>
    Undecided,

    /// <summary>Accepted.</summary>
    In,

    /// <summary>Rejected.</summary>
    Out,
}

/// <summary>
/// The grounded labelling (Dung, 1995; labellings after Caminada and Gabbay, 2009): unique, and the most sceptical complete one.
/// An argument is in when everything that attacks it is out, and out when something that attacks it is in. An inference needs its
/// premises (necessary support, Nouioua and Risch, 2011): it is in when moreover all its premises are in, and out when one of them is
/// out. An argument needs no support to stand, so supporting inferences are labelled but change no argument's label; inferences of
/// the kind attack do attack. Time linear in nodes plus relations.
/// </summary>
public static class Grounded
{
    /// <summary>The label of every node.</summary>
    public static Label[] Labelling(ArgumentGraph graph)
    {
        var run = new Propagation(graph);
        run.Start();
        return run.Labels;
    }

    private sealed class Propagation(ArgumentGraph graph)
    {
        private readonly int[] _open = new int[graph.NodeCount];
        private readonly Queue<int> _decided = new();

        public Label[] Labels { get; } = new Label[graph.NodeCount];

        public void Start()
        {
            for (var node = 0; node < graph.NodeCount; node++)
            {
                _open[node] = graph.Attackers[node].Length + graph.Premises[node].Length;
                if (_open[node] == 0) Decide(node, Label.In);
            }
            while (_decided.TryDequeue(out var node)) Spread(node);
        }

        private void Spread(int node)
        {
            foreach (var target in graph.Attacked[node]) Meet(target, Labels[node] == Label.Out);
            foreach (var inference in graph.Uses[node]) Meet(inference, Labels[node] == Label.In);
        }

        // One condition of the node is decided: fulfilled (its last one makes it in) or broken (one is enough to make it out).
        private void Meet(int node, bool fulfilled)
        {
            if (Labels[node] != Label.Undecided) return;
            if (!fulfilled) Decide(node, Label.Out);
            else if (--_open[node] == 0) Decide(node, Label.In);
        }

        private void Decide(int node, Label label)
        {
            Labels[node] = label;
            _decided.Enqueue(node);
        }
    }
}
