using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>Searches for the defences of an accepted argument, of the kind that fits the acceptance criterion.</summary>
internal sealed class DefenceSearch
{
    private readonly ExplanationSearch _search;
    private readonly bool _isCredulous;

    public DefenceSearch(ExplanationSearch search)
    {
        _search = search;
        var (traits, sceptical) = (search.Acceptance.Semantics.Traits, search.Acceptance.Sceptical);
        // Every complete extension contains the grounded one, so a strongly admissible defence suffices for acceptance in all of them.
        IsStrong = traits.IsComplete && (sceptical || traits.IsUnique) && IsInGrounded();
        _isCredulous = traits.CredulousIsAdmissible && !sceptical;
        IsExact = _isCredulous || traits.ScepticalIsGrounded;
    }

    /// <summary>Whether the defences are strongly admissible.</summary>
    public bool IsStrong { get; }

    /// <summary>Whether one defence is sufficient, whatever else is removed.</summary>
    public bool IsSufficient => IsStrong || _isCredulous;

    /// <summary>Whether every accepted argument has such a defence.</summary>
    public bool IsExact { get; }

    /// <summary>Minimal defences, at most <see cref="ExplanationLimits.MaxSets"/>.</summary>
    public IReadOnlyList<int[]> Find() => IsSufficient ? FindByHittingSets() : FindOnePerExtension();

    /// <summary>A minimal defence in a framework that contains none of <paramref name="avoided"/>; null if there is none.</summary>
    public int[]? FindOne(Counterfactual hypothesis, IReadOnlyCollection<int> avoided)
    {
        var (framework, argument) = hypothesis;
        if (IsStrong)
        {
            var others = Enumerable.Range(0, framework.Count).Where(a => !avoided.Contains(a)).ToHashSet();
            return new DefenceMinimiser(framework, true, _search.Budget)
                .FindMinimal(StronglyAdmissible.ComputeRanks(framework, others).Keys, argument);
        }
        var answer = _search.Acceptance.Semantics.Credulous(MakeSelfAttacking(framework, avoided), argument, _search.Budget);
        return answer.Accepted ? new DefenceMinimiser(framework, false, _search.Budget).FindMinimal(answer.Witness!, argument) : null;
    }

    // Reiter's hitting-set tree (1987): a defence not yet found lacks at least one argument of every defence found.
    private List<int[]> FindByHittingSets()
    {
        var (found, open, tried) = (new List<int[]>(), new Queue<int[]>([[]]), 0);
        var seen = new HashSet<string>();
        while (open.TryDequeue(out var avoided))
        {
            var defence = found.FirstOrDefault(d => !d.Intersect(avoided).Any());
            if (defence is null)
            {
                if (found.Count == _search.Limits.MaxSets || tried++ == _search.MaxChecks)
                {
                    _search.AddGap("there may be more defences");
                    break;
                }
                if (FindOne(new(_search.Framework, _search.Argument), avoided) is not { } fresh) continue;
                found.Add(defence = fresh);
            }
            foreach (var member in defence.Where(m => m != _search.Argument))
            {
                int[] next = [.. avoided.Append(member).Order()];
                if (open.Count < _search.MaxChecks && seen.Add(string.Join(' ', next))) open.Enqueue(next);
            }
        }
        return [.. found.OrderBy(d => d.Length)];
    }

    private List<int[]> FindOnePerExtension()
    {
        var (semantics, argument) = (_search.Acceptance.Semantics, _search.Argument);
        var defence = new DefenceMinimiser(_search.Framework, false, _search.Budget);
        if (!_search.Acceptance.Sceptical)
            return semantics.Credulous(_search.Framework, argument, _search.Budget).Witness is { } witness
                && defence.FindMinimal(witness, argument) is { } one ? [one] : [];
        var found = new List<int[]>();
        foreach (var extension in semantics.Extensions(_search.Framework, _search.Budget).Take(_search.MaxChecks))
        {
            if (found.Any(d => d.All(extension.Contains))) continue;
            if (found.Count == _search.Limits.MaxSets) { _search.AddGap("there are extensions that no listed defence lies in"); break; }
            if (defence.FindMinimal(extension, argument) is { } minimal) found.Add(minimal);
        }
        return found;
    }

    private bool IsInGrounded()
    {
        var all = Enumerable.Range(0, _search.Framework.Count).ToHashSet();
        return StronglyAdmissible.ComputeRanks(_search.Framework, all).ContainsKey(_search.Argument);
    }

    // A self-attacking argument is in no extension and still attacks its targets.
    private static Framework MakeSelfAttacking(Framework framework, IReadOnlyCollection<int> arguments)
    {
        if (arguments.Count == 0) return framework;
        var (from, to) = (new List<int>(arguments), new List<int>(arguments));
        for (var a = 0; a < framework.Count; a++) foreach (var b in framework.Attacked[a]) { from.Add(a); to.Add(b); }
        return Framework.Create(framework.Count, from.ToArray(), to.ToArray());
    }
}
