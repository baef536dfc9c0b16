using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Explanations;

/// <summary>Explains an argument that is not accepted.</summary>
internal sealed class RejectedCase(Inquiry inquiry)
{
    private readonly Dictionary<int, bool> _accepted = [];
    private readonly IReadOnlyList<int> _relevant = inquiry.Relevant();

    public Explanation Explain(Answer answer)
    {
        var explanation = new Explanation(inquiry.Argument, inquiry.Acceptance, false)
        {
            Extension = answer.Witness ?? inquiry.Try("extension", Some).FirstOrDefault(),
            Attackers = inquiry.Try("attackers", Attackers),
            Removals = Changes("removals", inquiry.Setting.Without),
            Additions = Changes("additions", inquiry.Setting.Against),
        };
        return explanation with { Gaps = inquiry.Gaps };
    }

    // Not accepted in any extension, so every extension lacks it.
    private int[][] Some() => inquiry.Acceptance.Semantics.Extension(inquiry.Framework, inquiry.Effort) is { } any ? [any] : [];

    private List<Attacker> Attackers()
    {
        var attackers = new List<Attacker>();
        foreach (var attacker in inquiry.Framework.Attackers[inquiry.Argument])
        {
            if (_accepted.Count >= inquiry.Checks) { inquiry.Gap("attackers: not all were looked at"); break; }
            var answers = inquiry.Framework.Attackers[attacker].ToArray().Where(Accepted).ToList();
            attackers.Add(new Attacker(attacker, Accepted(attacker), answers));
        }
        return [.. attackers.OrderBy(a => a.Stands ? 0 : 1)];
    }

    private bool Accepted(int argument)
    {
        if (!_accepted.TryGetValue(argument, out var accepted))
            _accepted[argument] = accepted = inquiry.Accepts(new(inquiry.Framework, argument));
        return accepted;
    }

    private IReadOnlyList<Change> Changes(string what, Func<IReadOnlyCollection<int>, int, Hypothesis> apply)
    {
        if (inquiry.Framework.Attackers[inquiry.Argument].Contains(inquiry.Argument))
        {
            inquiry.Gap("it attacks itself, so no change of other arguments makes it accepted");
            return [];
        }
        return inquiry.Try(what, () =>
            new ChangeSearch(inquiry, what, set => Works(set) ? null : _relevant, inquiry.Limits.Size).Find() is { Count: > 0 } found
                ? found : Attackers(Works));

        bool Works(IReadOnlyCollection<int> set) => inquiry.Accepts(apply(set, inquiry.Argument));
    }

    // If no small set was found: all attackers, minus those that can be dropped one by one.
    private List<Change> Attackers(Func<IReadOnlyCollection<int>, bool> works)
    {
        List<int> set = [.. inquiry.Framework.Attackers[inquiry.Argument].ToArray().Where(a => a < inquiry.Setting.Spoken)];
        if (set.Count > inquiry.Checks || !works(set)) return [];
        foreach (var attacker in set.ToList())
        {
            set.Remove(attacker);
            if (!works(set)) set.Add(attacker);
        }
        return [new Change([.. set.Order()], false)];
    }
}
