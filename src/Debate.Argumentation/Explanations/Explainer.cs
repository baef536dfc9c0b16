using Debate.Argumentation.Solving;
using Debate.Core.Input;

namespace Debate.Argumentation.Explanations;

/// <summary>Search limits of an explanation; what they leave out is reported in <see cref="Explanation.Gaps"/>.</summary>
/// <param name="MaxSets">Maximum number of sets listed of each kind; at least 1.</param>
/// <param name="MaxChecks">Maximum number of solver calls for each kind; at least 1.</param>
/// <param name="MaxSetSize">Maximum size of a set that changes the status, where sets are tried one by one; at least 1.</param>
/// <param name="MaxWork">
/// Maximum total number of arguments and attacks in the changed frameworks built for each kind, which lowers the number of solver calls on
/// large frameworks.
/// </param>
public sealed record ExplanationLimits(int MaxSets = 5, int MaxChecks = 1000, int MaxSetSize = 3, long MaxWork = 10_000_000);

/// <summary>Explains why an argument is accepted or not. Every change reported to alter a status was verified by the solver.</summary>
public static class Explainer
{
    /// <summary>
    /// Explains the status of an argument. The initial query spends the search budget <paramref name="budget"/> like any query; if the
    /// budget runs out later, the result holds what was found until then and names the gap. An auxiliary or unknown argument is an
    /// <see cref="InputException"/>.
    /// </summary>
    public static Explanation Explain(
        IExplanationContext setting, int argument, Acceptance acceptance, ExplanationLimits? limits = null, SearchBudget? budget = null)
    {
        if (argument < 0 || argument >= setting.ExplainableCount)
            throw new InputException($"argument {argument + 1}: it must be in 1..{setting.ExplainableCount}");
        var search = new ExplanationSearch(setting, argument, acceptance, limits ?? new ExplanationLimits(), budget ?? new SearchBudget());
        var answer = acceptance.Ask(setting.Framework, argument, search.Budget);
        return answer.Accepted ? new AcceptedExplainer(search).Explain() : new RejectedExplainer(search).Explain(answer);
    }
}

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
