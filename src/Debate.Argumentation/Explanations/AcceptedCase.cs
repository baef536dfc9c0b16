namespace Debate.Argumentation.Explanations;

/// <summary>Explains an argument that is accepted.</summary>
internal sealed class AcceptedCase(Inquiry inquiry)
{
    private readonly DefenceSearch _search = new(inquiry);

    public Explanation Explain()
    {
        var defences = inquiry.Try("defences", _search.Find);
        var explanation = new Explanation(inquiry.Argument, inquiry.Acceptance, true)
        {
            Extension = inquiry.Try("extension", Extension).FirstOrDefault(),
            Defences = defences,
            Suffices = _search.Suffices && defences.Count > 0 && defences.All(inquiry.Setting.Outlasts),
            Dispute = defences.Count == 0 ? null
                : new Defence(inquiry.Framework, _search.Strong, inquiry.Effort).Dispute(defences[0], inquiry.Argument),
            Removals = inquiry.Try("removals", Removals),
        };
        return explanation with { Necessary = inquiry.Try("necessary arguments", () => Necessary(explanation)), Gaps = inquiry.Gaps };
    }

    private IReadOnlyList<int>[] Extension() =>
        inquiry.Acceptance.Semantics.Credulous(inquiry.Framework, inquiry.Argument, inquiry.Effort).Witness is { } witness ? [witness] : [];

    // If defences are sufficient, a set whose removal works contains a member of each one; otherwise any argument may matter.
    private IReadOnlyList<Change> Removals()
    {
        var byDefence = _search.Suffices && inquiry.Setting is FrameworkSetting;
        var (relevant, size) = (inquiry.Relevant(), byDefence && _search.Exact ? int.MaxValue : inquiry.Limits.Size);
        return new ChangeSearch(inquiry, "removals", Trial, size).Find();

        IReadOnlyCollection<int>? Trial(int[] removed)
        {
            var hypothesis = inquiry.Setting.Without(removed, inquiry.Argument);
            if (byDefence && _search.One(hypothesis, []) is { } defence) return [.. defence.Where(m => m != inquiry.Argument)];
            return !(byDefence && _search.Exact) && inquiry.Accepts(hypothesis) ? relevant : null;
        }
    }

    private IReadOnlyList<int> Necessary(Explanation explanation)
    {
        // An argument is necessary if its removal alone changes the status; the list of removals may be cut short, but singletons come
        // first.
        var single = explanation.Removals.Where(r => r.Arguments.Count == 1).Select(r => r.Arguments[0]).ToHashSet();
        if (explanation.Removals.Count < inquiry.Limits.Sets) return [.. single.Order()];
        var candidates = explanation.Suffices && inquiry.Setting is FrameworkSetting
            ? explanation.Defences.Aggregate((a, b) => [.. a.Intersect(b)]) : inquiry.Relevant();
        if (candidates.Count > inquiry.Checks) inquiry.Gap($"necessary arguments: {inquiry.Checks} arguments were tried, not all");
        return [.. candidates.Where(c => c != inquiry.Argument).Take(inquiry.Checks)
            .Where(c => single.Contains(c) || !inquiry.Accepts(inquiry.Setting.Without([c], inquiry.Argument))).Order()];
    }
}
