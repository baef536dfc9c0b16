using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Dynamics;

/// <summary>
/// Acceptance of the arguments of a mutable graph. An answer is cached until an edit touches something that can influence the argument:
/// under a directional semantics (<see cref="Directionality"/>) only edits inside the argument's cone of influence can, under any other
/// semantics every structural edit can. Texts and scores have no influence. Not thread-safe.
/// </summary>
public sealed class LiveAcceptance(EditableGraph graph, SupportReading reading = SupportReading.None)
{
    private readonly Dictionary<(string Semantics, bool Sceptical, int Place), CachedAcceptance> _cache = [];
    private (long Version, Framework Framework)? _framework;

    /// <summary>How many times the solver was called.</summary>
    public long SolverCalls { get; private set; }

    private NodeTable Nodes => graph.Nodes;

    /// <summary>
    /// Whether the argument or inference is accepted; an <see cref="InputException"/> for an unknown id. If the solver must be called, it
    /// spends the search budget <paramref name="budget"/>.
    /// </summary>
    public bool IsAccepted(Acceptance acceptance, string id, SearchBudget? budget = null)
    {
        var place = Nodes.Find(id);
        if (place < 0) throw new InputException($"id '{id}': unknown argument or inference");
        var key = (acceptance.Semantics.Code, acceptance.Sceptical, place);
        if (!_cache.TryGetValue(key, out var kept) || !IsStillValid(kept, place, acceptance.Semantics))
            kept = new CachedAcceptance(AskSolver(acceptance, id, budget ?? new SearchBudget()), 0);
        _cache[key] = kept with { TouchedCount = Nodes.Touched.Count };
        return kept.Accepted;
    }

    private bool AskSolver(Acceptance acceptance, string id, SearchBudget budget)
    {
        SolverCalls++;
        var snapshot = graph.Snapshot();
        if (_framework?.Version != graph.Version) _framework = (graph.Version, Translation.Create(snapshot, reading).Framework);
        return acceptance.Ask(_framework.Value.Framework, snapshot.GetNode(id), budget).Accepted;
    }

    private bool IsStillValid(CachedAcceptance kept, int place, ISemantics semantics)
    {
        var touched = new HashSet<int>();
        for (var i = kept.TouchedCount; i < Nodes.Touched.Count; i++)
            if (reading == SupportReading.Deductive || !Nodes.Touched[i].Upstream) touched.Add(Nodes.Touched[i].Index);
        return touched.Count == 0 || (Directionality.IsDirectional(semantics) && !IsInfluencedBy(touched, place));
    }

    // If an edit cut a path, it did so at a node whose attackers or premises changed, and that node was touched itself, so following the
    // current paths is enough.
    private bool IsInfluencedBy(HashSet<int> touched, int place)
    {
        var (seen, open) = (new HashSet<int> { place }, new Stack<int>([place]));
        while (open.TryPop(out var node))
        {
            if (touched.Contains(node)) return true;
            foreach (var influence in Influences(node)) if (seen.Add(influence)) open.Push(influence);
        }
        return false;
    }

    private IEnumerable<int> Influences(int place)
    {
        var node = Nodes[place];
        var direct = Nodes.Attackers(place).Concat(node.Premises);
        return reading switch
        {
            SupportReading.Necessary => direct.Concat(node.ConcludingInferences),
            // A premise is rejected with the conclusion, unless the link or another premise is rejected first.
            SupportReading.Deductive => direct.Concat(node.Uses).Concat(node.IsInference ? [node.Conclusion] : []),
            _ => direct,
        };
    }

    private sealed record CachedAcceptance(bool Accepted, int TouchedCount);
}
