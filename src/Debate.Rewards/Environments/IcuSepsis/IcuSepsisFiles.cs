namespace Debate.Rewards.Environments.IcuSepsis;

/// <summary>
/// ICU-Sepsis (Choudhary, Gupta and Thomas, RLC 2024): a tabular MDP built from aggregates of MIMIC-III, with 716 states and 25 actions
/// (index 5 * fluids + vasopressors). State 713 is death, 714 is survival, 715 is the absorbing state after either. The caller supplies the
/// files.
/// </summary>
public static class IcuSepsisFiles
{
    /// <summary>The name by which users select the environment.</summary>
    public const string Name = "icu-sepsis";

    /// <summary>Transitions of admissible actions: <c>state,action,next_state,prob</c>, with a header.</summary>
    public const string Transitions = "icu_sepsis_transitions_coo.csv";

    /// <summary>
    /// First a line with the number of admissible actions of each state, then one line for each state that lists those actions.
    /// </summary>
    public const string Admissible = "admissibleActions.txt";

    /// <summary>One line: the probability that an episode starts in each state.</summary>
    public const string Initial = "initialStateDistribution.csv";

    /// <summary>One line for each state: the clinicians' probability of each action.</summary>
    public const string Expert = "expertPolicy.csv";

    /// <summary>One line for each state: the cluster's mean of each of 47 measurements.</summary>
    public const string Centers = "stateClusterCenters.csv";

    /// <summary>Number of states.</summary>
    public const int States = 716;

    /// <summary>Number of actions.</summary>
    public const int Actions = 25;

    private const int DeathState = 713;
    private const int SurvivalState = 714;
    private const int AfterState = 715;

    /// <summary>
    /// Builds the environment from the text of its files, each requested by name. Throws <see cref="InputException"/> with file, line and
    /// value if a file is not as it should be.
    /// </summary>
    public static TabularEnvironment Read(Func<string, string> text)
    {
        var transitions = new TransitionTable(States, Actions, Rows(text(Transitions)));
        CheckAdmissible(text(Admissible), transitions);
        return new(
            Name, transitions, NumberLines.Table(text(Initial), Initial, 1, States)[0], Outcomes,
            IcuSepsisFeatures.Of(NumberLines.Table(text(Centers), Centers, States, IcuSepsisFeatures.Columns.Count)));
    }

    /// <summary>The clinicians' policy, read in the same way.</summary>
    public static Policy ReadExpert(Func<string, string> text)
    {
        var rows = NumberLines.Table(text(Expert), Expert, States, Actions);
        return Policy.Of("expert", rows.SelectMany(r => r).ToArray(), Outcomes);
    }

    private static Outcome[] Outcomes
    {
        get
        {
            var outcomes = new Outcome[States];
            (outcomes[DeathState], outcomes[SurvivalState], outcomes[AfterState]) = (Outcome.Death, Outcome.Survival, Outcome.After);
            return outcomes;
        }
    }

    private static Func<int, int, IReadOnlyList<KeyValuePair<int, double>>> Rows(string text)
    {
        var rows = new List<KeyValuePair<int, double>>?[States * Actions];
        foreach (var (number, line) in NumberLines.Of(text).Skip(1))
        {
            var where = $"{Transitions}, line {number}";
            var cells = line.Split(',');
            if (cells.Length != 4) throw new InputException($"{where}: {cells.Length} columns, not 4");
            var place = NumberLines.Index(cells[0], States, where) * Actions + NumberLines.Index(cells[1], Actions, where);
            (rows[place] ??= []).Add(new(NumberLines.Index(cells[2], States, where), NumberLines.Number(cells[3], where)));
        }
        return (state, action) => rows[state * Actions + action] ?? [];
    }

    private static void CheckAdmissible(string text, TransitionTable transitions)
    {
        var lines = text.TrimEnd().Split('\n');
        if (lines.Length != States + 1) throw new InputException($"{Admissible}: {lines.Length} lines, not {States + 1}");
        for (var state = 0; state < States; state++)
        {
            var where = $"{Admissible}, line {state + 2}";
            var cells = lines[state + 1].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var listed = cells.Select(cell => NumberLines.Index(cell, Actions, where)).Order();
            if (!listed.SequenceEqual(transitions.Admissible(state).ToArray()))
                throw new InputException($"{where}: the admissible actions of state {state} are not those that have transitions");
        }
    }
}
