namespace Debate.Argumentation.Explanations;

/// <summary>
/// The framework to explain, and its counterfactuals. A counterfactual keeps the argument that is explained and holds its number in the
/// changed framework.
/// </summary>
public interface ISetting
{
    /// <summary>The framework as it is.</summary>
    Framework Framework { get; }

    /// <summary>Arguments 0..ExplainableCount-1 are those that an explanation may remove or attack; the others are auxiliary.</summary>
    int Spoken { get; }

    /// <summary>Whether a set that defends the argument still does so whatever arguments outside it are removed.</summary>
    bool Outlasts(IReadOnlyCollection<int> defence) => true;

    /// <summary>The framework without some arguments.</summary>
    Hypothesis Without(IReadOnlyCollection<int> removed, int argument);

    /// <summary>The framework with one new, unattacked argument against each of some arguments.</summary>
    Hypothesis Against(IReadOnlyCollection<int> targets, int argument);
}

/// <summary>A changed framework and the number of the explained argument in it.</summary>
public readonly record struct Hypothesis(Framework Framework, int Argument);

/// <summary>A framework with attacks only.</summary>
public sealed class FrameworkSetting(Framework framework) : ISetting
{
    /// <inheritdoc/>
    public Framework Framework => framework;

    /// <inheritdoc/>
    public int Spoken => framework.Count;

    /// <summary>The other arguments keep their numbers: a removed argument stays as an isolated one, which affects nothing.</summary>
    public Hypothesis Without(IReadOnlyCollection<int> removed, int argument)
    {
        var (from, to) = (new List<int>(framework.AttackCount), new List<int>(framework.AttackCount));
        for (var a = 0; a < framework.Count; a++)
            foreach (var b in removed.Contains(a) ? [] : framework.Attacked[a])
                if (!removed.Contains(b)) Add(from, to, a, b);
        return new(Framework.Of(framework.Count, from.ToArray(), to.ToArray()), argument);
    }

    /// <inheritdoc/>
    public Hypothesis Against(IReadOnlyCollection<int> targets, int argument) => Against(framework, targets, argument);

    internal static Hypothesis Against(Framework framework, IReadOnlyCollection<int> targets, int argument)
    {
        var (from, to) = (new List<int>(), new List<int>());
        for (var a = 0; a < framework.Count; a++) foreach (var b in framework.Attacked[a]) Add(from, to, a, b);
        foreach (var target in targets) Add(from, to, framework.Count, target);
        return new(Framework.Of(framework.Count + 1, from.ToArray(), to.ToArray()), argument);
    }

    private static void Add(List<int> from, List<int> to, int attacker, int attacked)
    {
        from.Add(attacker);
        to.Add(attacked);
    }
}
