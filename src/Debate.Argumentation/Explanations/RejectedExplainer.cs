using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>Explains an argument that is not accepted.</summary>
internal sealed class RejectedExplainer(ExplanationSearch search)
{
    private readonly Dictionary<int, bool> _accepted = [];
    private readonly IReadOnlyList<int> _relevant = search.FindRelevant();

    public Explanation Explain(Answer answer)
    {
        var explanation = new Explanation(search.Argument, search.Acceptance, false)
        {
            Extension = answer.Witness ?? search.TrySearch("extension", FindExtension).FirstOrDefault(),
            Attackers = search.TrySearch("attackers", FindAttackers),
            Removals = FindChanges("removals", search.Context.WithArgumentsRemoved),
            Additions = FindChanges("additions", search.Context.WithArgumentsAttacked),
        };
        return explanation with { Gaps = search.Gaps };
    }

    // Not accepted in any extension, so every extension lacks it.
    private int[][] FindExtension() => search.Acceptance.Semantics.Extension(search.Framework, search.Budget) is { } any ? [any] : [];

    private List<Attacker> FindAttackers()
    {
        var attackers = new List<Attacker>();
        foreach (var attacker in search.Framework.Attackers[search.Argument])
        {
            if (_accepted.Count >= search.MaxChecks) { search.AddGap("attackers: not all were looked at"); break; }
            var answers = search.Framework.Attackers[attacker].ToArray().Where(IsAccepted).ToList();
            attackers.Add(new Attacker(attacker, IsAccepted(attacker), answers));
        }
        return [.. attackers.OrderBy(a => a.IsUnanswered ? 0 : 1)];
    }

    private bool IsAccepted(int argument)
    {
        if (!_accepted.TryGetValue(argument, out var accepted))
            _accepted[argument] = accepted = search.IsAccepted(new(search.Framework, argument));
        return accepted;
    }

    private IReadOnlyList<StatusChange> FindChanges(string what, Func<IReadOnlyCollection<int>, int, Counterfactual> apply)
    {
        if (search.Framework.Attackers[search.Argument].Contains(search.Argument))
        {
            search.AddGap("it attacks itself, so no change of other arguments makes it accepted");
            return [];
        }
        return search.TrySearch(what, () =>
            new ChangeSearch(search, what, set => Works(set) ? null : _relevant, search.Limits.MaxSetSize).Find() is { Count: > 0 } found
                ? found : ReduceAttackers(Works));

        bool Works(IReadOnlyCollection<int> set) => search.IsAccepted(apply(set, search.Argument));
    }

    // If no small set was found: all attackers, minus those that can be dropped one by one.
    private List<StatusChange> ReduceAttackers(Func<IReadOnlyCollection<int>, bool> works)
    {
        List<int> set = [.. search.Framework.Attackers[search.Argument].ToArray().Where(a => a < search.Context.ExplainableCount)];
        if (set.Count > search.MaxChecks || !works(set)) return [];
        foreach (var attacker in set.ToList())
        {
            set.Remove(attacker);
            if (!works(set)) set.Add(attacker);
        }
        return [new StatusChange([.. set.Order()], false)];
    }
}
