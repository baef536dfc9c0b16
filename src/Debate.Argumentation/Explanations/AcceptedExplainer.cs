namespace Debate.Argumentation.Explanations;

/// <summary>Explains an argument that is accepted.</summary>
internal sealed class AcceptedExplainer(ExplanationSearch search)
{
    private readonly DefenceSearch _defenceSearch = new(search);

    public Explanation Explain()
    {
        var defences = search.TrySearch("defences", _defenceSearch.Find);
        var explanation = new Explanation(search.Argument, search.Acceptance, true)
        {
            Extension = search.TrySearch("extension", FindExtension).FirstOrDefault(),
            Defences = defences,
            IsSufficient = _defenceSearch.IsSufficient && defences.Count > 0 && defences.All(search.Context.SurvivesRemovals),
            Dispute = defences.Count == 0 ? null
                : new DefenceMinimiser(search.Framework, _defenceSearch.IsStrong, search.Budget).BuildDispute(defences[0], search.Argument),
            Removals = search.TrySearch("removals", FindRemovals),
        };
        return explanation with { Necessary = search.TrySearch("necessary arguments", () => FindNecessary(explanation)),
            Gaps = search.Gaps };
    }

    private IReadOnlyList<int>[] FindExtension() =>
        search.Acceptance.Semantics.Credulous(search.Framework, search.Argument, search.Budget).Witness is { } witness ? [witness] : [];

    // If defences are sufficient, a set whose removal works contains a member of each one; otherwise any argument may matter.
    private IReadOnlyList<StatusChange> FindRemovals()
    {
        var byDefence = _defenceSearch.IsSufficient && search.Context is FrameworkContext;
        var (relevant, size) = (search.FindRelevant(), byDefence && _defenceSearch.IsExact ? int.MaxValue : search.Limits.MaxSetSize);
        return new ChangeSearch(search, "removals", Trial, size).Find();

        IReadOnlyCollection<int>? Trial(int[] removed)
        {
            var hypothesis = search.Context.WithArgumentsRemoved(removed, search.Argument);
            if (byDefence && _defenceSearch.FindOne(hypothesis, []) is { } defence) return [.. defence.Where(m => m != search.Argument)];
            return !(byDefence && _defenceSearch.IsExact) && search.IsAccepted(hypothesis) ? relevant : null;
        }
    }

    private IReadOnlyList<int> FindNecessary(Explanation explanation)
    {
        // An argument is necessary if its removal alone changes the status; the list of removals may be cut short, but singletons come
        // first.
        var single = explanation.Removals.Where(r => r.Arguments.Count == 1).Select(r => r.Arguments[0]).ToHashSet();
        if (explanation.Removals.Count < search.Limits.MaxSets) return [.. single.Order()];
        var candidates = explanation.IsSufficient && search.Context is FrameworkContext
            ? explanation.Defences.Aggregate((a, b) => [.. a.Intersect(b)]) : search.FindRelevant();
        if (candidates.Count > search.MaxChecks) search.AddGap($"necessary arguments: {search.MaxChecks} arguments were tried, not all");
        return [.. candidates.Where(c => c != search.Argument).Take(search.MaxChecks)
            .Where(c => single.Contains(c) || !search.IsAccepted(search.Context.WithArgumentsRemoved([c], search.Argument))).Order()];
    }
}
