using Debate.Argumentation.Explanations;

namespace Debate.Argumentation.Tests;

/// <summary>Applies the parts of an explanation by definition, independently of the code that produced them.</summary>
internal sealed class AppliedExplanation(Framework framework, string code, bool sceptical, int argument)
{
    private readonly bool _accepted = DefinedSemantics.Accepts(framework, code, argument, sceptical);

    public void CheckAccepted(Explanation explanation)
    {
        CheckExtension(explanation, holds: true);
        foreach (var defence in explanation.Defences)
        {
            CheckDefence(explanation, [.. defence]);
            if (explanation.IsSufficient) CheckSuffices([.. defence]);
        }
        if (!explanation.IsSufficient && sceptical && code != "STG")
            Assert.All(DefinedSemantics.Extensions(framework, code), e => Assert.Contains(explanation.Defences, d => d.All(e.Contains)));
        if (code != "STG") Assert.True(explanation.Defences.Count > 0 || DefinedSemantics.Extensions(framework, code).Count == 0);
        if (explanation.Dispute is { } root) CheckDispute(root);
        Assert.Equal(Others().Where(x => !Accepts(Without([x]))), explanation.Necessary);
        Assert.Equal(MinimalChanges(Without), Texts(explanation.Removals));
        Assert.Empty(explanation.Gaps);
    }

    public void CheckRejected(Explanation explanation)
    {
        CheckExtension(explanation, holds: false);
        foreach (var attacker in explanation.Attackers)
        {
            Assert.Equal(DefinedSemantics.Accepts(framework, code, attacker.Argument, sceptical), attacker.Accepted);
            Assert.Equal(framework.Attackers[attacker.Argument].ToArray()
                .Where(c => DefinedSemantics.Accepts(framework, code, c, sceptical)),
                attacker.AnsweredBy);
        }
        Assert.Equal(framework.Attackers[argument].ToArray(), explanation.Attackers.Select(a => a.Argument).Order());
        if (framework.Attackers[argument].Contains(argument)) return;
        Assert.Equal(MinimalChanges(Without), Texts(explanation.Removals.Where(r => r.IsMinimal)));
        Assert.Equal(MinimalChanges(Against), Texts(explanation.Additions.Where(a => a.IsMinimal)));
        Assert.Empty(explanation.Gaps);
    }

    private void CheckExtension(Explanation explanation, bool holds)
    {
        if (explanation.Extension is not { } extension)
        {
            Assert.DoesNotContain(DefinedSemantics.Extensions(framework, code), e => e.Contains(argument) == holds);
            return;
        }
        Assert.Contains(DefinedSemantics.Extensions(framework, code), e => e.SequenceEqual(extension));
        Assert.Equal(holds, extension.Contains(argument));
    }

    private void CheckDefence(Explanation explanation, HashSet<int> defence)
    {
        Assert.Contains(argument, defence);
        Assert.True(DefinedSemantics.IsAdmissible(framework, defence));
        var strong = code is "GR" || (explanation.IsSufficient && (sceptical || code is "ID" or "EA"));
        foreach (var less in DefinedSemantics.Subsets(framework.Count).Where(s => s.Contains(argument) && s.IsProperSubsetOf(defence)))
            Assert.False(strong ? IsStrong(less) : DefinedSemantics.IsAdmissible(framework, less));
        if (strong) Assert.True(IsStrong(defence));
    }

    // Every member is defended by a strongly admissible set of other members.
    private bool IsStrong(IReadOnlyCollection<int> set) => set.All(a => DefinedSemantics.Subsets(framework.Count)
        .Any(s => !s.Contains(a) && s.IsSubsetOf(set) && DefinedSemantics.IsDefended(framework, s, a) && IsStrong(s)));

    private void CheckSuffices(HashSet<int> defence)
    {
        foreach (var rest in DefinedSemantics.Subsets(framework.Count).Where(s => s.IsSupersetOf(defence)))
            Assert.True(Accepts(Without([.. Enumerable.Range(0, framework.Count).Except(rest)])));
    }

    private void CheckDispute(DisputeNode root)
    {
        Assert.Equal(argument, root.Argument);
        var said = root.Nodes.Where(n => n.IsProponent).Select(n => n.Argument).ToHashSet();
        Assert.True(DefinedSemantics.IsAdmissible(framework, said));
        foreach (var node in root.Nodes)
        {
            Assert.All(node.Replies, r => Assert.Contains(r.Argument, framework.Attackers[node.Argument].ToArray()));
            if (!node.IsProponent) Assert.Single(node.Replies);
            else if (!node.IsRepeated) Assert.Equal(framework.Attackers[node.Argument].ToArray(), node.Replies.Select(r => r.Argument));
            else Assert.Single(root.Nodes, n => n.IsProponent && n.Argument == node.Argument && !n.IsRepeated);
        }
    }

    private IEnumerable<int> Others() => Enumerable.Range(0, framework.Count).Where(a => a != argument);

    private bool Accepts(Framework changed) => DefinedSemantics.Accepts(changed, code, argument, sceptical);

    private List<string> MinimalChanges(Func<int[], Framework> apply)
    {
        var minimal = new List<SortedSet<int>>();
        foreach (var set in DefinedSemantics.Subsets(framework.Count).Where(s => !s.Contains(argument)).OrderBy(s => s.Count))
            if (!minimal.Any(m => m.IsSubsetOf(set)) && Accepts(apply([.. set])) != _accepted) minimal.Add(set);
        return [.. minimal.Select(m => string.Join(' ', m)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Texts(IEnumerable<StatusChange> changes) =>
        changes.Select(c => string.Join(' ', c.Arguments)).Order(StringComparer.Ordinal);

    // Removing an argument means removing its attacks: an isolated argument affects no other.
    private Framework Without(int[] removed) => DefinedSemantics.Of(
        framework.Count, DefinedSemantics.Attacks(framework).Where(p => !removed.Contains(p.From) && !removed.Contains(p.To)));

    private Framework Against(int[] targets) => DefinedSemantics.Of(
        framework.Count + 1, DefinedSemantics.Attacks(framework).Concat(targets.Select(t => (framework.Count, t))));
}
