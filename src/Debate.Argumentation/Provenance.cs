using System.Collections.Frozen;

namespace Debate.Argumentation;

/// <summary>
/// A node of a file around its arguments, in the terms of AIF: a locution, an illocution, a transition between locutions, a rephrase, a
/// preference, the step of a plain attack, or something that the file alone knows.
/// </summary>
/// <param name="Id">Its id; that of an inference if the node says which scheme the inference follows.</param>
/// <param name="Type">L, YA, TA, MA, PA, CA, RA, or the file's own word.</param>
/// <param name="Text">What was said, or the name of the illocution or scheme; may be empty.</param>
public sealed record SourceNode(string Id, string Type, string Text)
{
    /// <summary>Who said it; null if nobody is named.</summary>
    public string? Speaker { get; init; }

    /// <summary>The file's id of that person; null if it has none.</summary>
    public string? Person { get; init; }

    /// <summary>When the node was made, as the file says it; null if it does not.</summary>
    public string? Time { get; init; }

    /// <summary>When it was said, as the file says it; null if it does not.</summary>
    public string? Said { get; init; }
}

/// <summary>An edge of a file that is no attack, premise or conclusion of its graph; the ends are nodes of either.</summary>
public readonly record struct SourceLink(string From, string To);

/// <summary>
/// Where the arguments of a map come from: who said what, and what else stood in the file around them. The graph does not depend on it.
/// Immutable.
/// </summary>
public sealed class Provenance(IReadOnlyList<SourceNode> nodes, IReadOnlyList<SourceLink> links)
{
    private readonly Lazy<FrozenDictionary<string, SourceNode[]>> _locutions = new(() => FindLocutions(nodes, links));

    /// <summary>No provenance.</summary>
    public static Provenance None { get; } = new([], []);

    /// <summary>The nodes, in the file's order.</summary>
    public IReadOnlyList<SourceNode> Nodes => nodes;

    /// <summary>The edges that touch these nodes, or that the graph cannot say, in the file's order.</summary>
    public IReadOnlyList<SourceLink> Links => links;

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => nodes.Count == 0 && links.Count == 0;

    /// <summary>The distinct speakers, in the order in which they first speak.</summary>
    public IReadOnlyList<string> Speakers => [.. nodes.Where(n => n.Type == "L").Select(n => n.Speaker).OfType<string>().Distinct()];

    /// <summary>
    /// The locutions by which an argument or inference was put forward: those that an illocution (YA) leads from; of an illocution that is
    /// anchored in a transition (TA), as arguing and disagreeing are, the locution that the transition leads to.
    /// </summary>
    public IReadOnlyList<SourceNode> LocutionsOf(string id) => _locutions.Value.GetValueOrDefault(id, []);

    /// <summary>Who put an argument or inference forward, several in the order of the file; null if nobody is named.</summary>
    public string? SpeakerOf(string id)
    {
        var speakers = LocutionsOf(id).Select(l => l.Speaker).OfType<string>().Distinct().ToList();
        return speakers.Count == 0 ? null : string.Join(", ", speakers);
    }

    private static FrozenDictionary<string, SourceNode[]> FindLocutions(IReadOnlyList<SourceNode> nodes, IReadOnlyList<SourceLink> links)
    {
        var byId = nodes.DistinctBy(n => n.Id).ToDictionary(n => n.Id, StringComparer.Ordinal);
        var (into, outOf) = (links.ToLookup(l => l.To, l => l.From), links.ToLookup(l => l.From, l => l.To));
        var found = new Dictionary<string, List<SourceNode>>(StringComparer.Ordinal);
        foreach (var illocution in nodes.Where(n => n.Type == "YA"))
        {
            var anchors = into[illocution.Id].Select(id => byId.GetValueOrDefault(id)).OfType<SourceNode>().ToList();
            var replies = anchors.Where(a => a.Type == "TA").SelectMany(a => outOf[a.Id]).Select(id => byId.GetValueOrDefault(id));
            var locutions = anchors.Concat(replies).OfType<SourceNode>().Where(n => n.Type == "L").ToList();
            foreach (var target in outOf[illocution.Id])
            {
                if (!found.TryGetValue(target, out var list)) found[target] = list = [];
                list.AddRange(locutions.Where(l => !list.Contains(l)));
            }
        }
        return found.ToFrozenDictionary(f => f.Key, f => f.Value.ToArray(), StringComparer.Ordinal);
    }
}
