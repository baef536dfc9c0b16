using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>Searches for the defences of an accepted argument, of the kind that fits the acceptance criterion.</summary>
internal sealed class DefenceSearch
{
    private readonly Inquiry _inquiry;
    private readonly bool _free;

    public DefenceSearch(Inquiry inquiry)
    {
        _inquiry = inquiry;
        var (code, sceptical) = (inquiry.Acceptance.Semantics.Code, inquiry.Acceptance.Sceptical);
        // Every complete extension contains the grounded one, so a strongly admissible defence suffices for acceptance in all of them.
        var everywhere = code is "ID" or "EA" || (sceptical && code is "CO" or "PR" or "ST" or "SST");
        Strong = code == "GR" || (everywhere && InGrounded());
        _free = !sceptical && code is "AD" or "CO" or "PR";
        Exact = _free || code is "GR" or "CO";
    }

    /// <summary>Whether the defences are strongly admissible.</summary>
    public bool Strong { get; }

    /// <summary>Whether one defence is sufficient, whatever else is removed.</summary>
    public bool Suffices => Strong || _free;

    /// <summary>Whether every accepted argument has such a defence.</summary>
    public bool Exact { get; }

    /// <summary>Minimal defences, at most <see cref="ExplanationLimits.Sets"/>.</summary>
    public IReadOnlyList<int[]> Find() => Suffices ? Any() : OnePerExtension();

    /// <summary>A minimal defence in a framework that contains none of <paramref name="avoided"/>; null if there is none.</summary>
    public int[]? One(Hypothesis hypothesis, IReadOnlyCollection<int> avoided)
    {
        var (framework, argument) = hypothesis;
        if (Strong)
        {
            var others = Enumerable.Range(0, framework.Count).Where(a => !avoided.Contains(a)).ToHashSet();
            return new Defence(framework, true, _inquiry.Effort).Minimal(StronglyAdmissible.Within(framework, others).Keys, argument);
        }
        var answer = _inquiry.Acceptance.Semantics.Credulous(SelfAttacking(framework, avoided), argument, _inquiry.Effort);
        return answer.Accepted ? new Defence(framework, false, _inquiry.Effort).Minimal(answer.Witness!, argument) : null;
    }

    // Reiter's hitting-set tree (1987): a defence not yet found lacks at least one argument of every defence found.
    private List<int[]> Any()
    {
        var (found, open, tried) = (new List<int[]>(), new Queue<int[]>([[]]), 0);
        var seen = new HashSet<string>();
        while (open.TryDequeue(out var avoided))
        {
            var defence = found.FirstOrDefault(d => !d.Intersect(avoided).Any());
            if (defence is null)
            {
                if (found.Count == _inquiry.Limits.Sets || tried++ == _inquiry.Checks)
                {
                    _inquiry.Gap("there may be more defences");
                    break;
                }
                if (One(new(_inquiry.Framework, _inquiry.Argument), avoided) is not { } fresh) continue;
                found.Add(defence = fresh);
            }
            foreach (var member in defence.Where(m => m != _inquiry.Argument))
            {
                int[] next = [.. avoided.Append(member).Order()];
                if (open.Count < _inquiry.Checks && seen.Add(string.Join(' ', next))) open.Enqueue(next);
            }
        }
        return [.. found.OrderBy(d => d.Length)];
    }

    private List<int[]> OnePerExtension()
    {
        var (semantics, argument) = (_inquiry.Acceptance.Semantics, _inquiry.Argument);
        var defence = new Defence(_inquiry.Framework, false, _inquiry.Effort);
        if (!_inquiry.Acceptance.Sceptical)
            return semantics.Credulous(_inquiry.Framework, argument, _inquiry.Effort).Witness is { } witness
                && defence.Minimal(witness, argument) is { } one ? [one] : [];
        var found = new List<int[]>();
        foreach (var extension in semantics.Extensions(_inquiry.Framework, _inquiry.Effort).Take(_inquiry.Checks))
        {
            if (found.Any(d => d.All(extension.Contains))) continue;
            if (found.Count == _inquiry.Limits.Sets) { _inquiry.Gap("there are extensions that no listed defence lies in"); break; }
            if (defence.Minimal(extension, argument) is { } minimal) found.Add(minimal);
        }
        return found;
    }

    private bool InGrounded()
    {
        var all = Enumerable.Range(0, _inquiry.Framework.Count).ToHashSet();
        return StronglyAdmissible.Within(_inquiry.Framework, all).ContainsKey(_inquiry.Argument);
    }

    // A self-attacking argument is in no extension and still attacks its targets.
    private static Framework SelfAttacking(Framework framework, IReadOnlyCollection<int> arguments)
    {
        if (arguments.Count == 0) return framework;
        var (from, to) = (new List<int>(arguments), new List<int>(arguments));
        for (var a = 0; a < framework.Count; a++) foreach (var b in framework.Attacked[a]) { from.Add(a); to.Add(b); }
        return Framework.Of(framework.Count, from.ToArray(), to.ToArray());
    }
}
