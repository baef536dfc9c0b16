using Debate.Argumentation.Formats;
using Debate.Core.Input;

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
    public const string TransitionsFile = "icu_sepsis_transitions_coo.csv";

    /// <summary>
    /// First a line with the number of admissible actions of each state, then one line for each state that lists those actions.
    /// </summary>
    public const string AdmissibleFile = "admissibleActions.txt";

    /// <summary>One line: the probability that an episode starts in each state.</summary>
    public const string InitialFile = "initialStateDistribution.csv";

    /// <summary>One line for each state: the clinicians' probability of each action.</summary>
    public const string ExpertFile = "expertPolicy.csv";

    /// <summary>One line for each state: the cluster's mean of each of 47 measurements.</summary>
    public const string CentersFile = "stateClusterCenters.csv";

    /// <summary>Number of states.</summary>
    public const int States = 716;

    /// <summary>Number of actions.</summary>
    public const int Actions = 25;

    private const int DeathState = 713;
    private const int SurvivalState = 714;
    private const int AbsorbingState = 715;

    /// <summary>
    /// Builds the environment from the text of its files, each requested by name. Throws <see cref="InputException"/> with file, line and
    /// value if a file is not as it should be.
    /// </summary>
    public static TabularEnvironment Read(Func<string, string> text)
    {
        var transitions = new TransitionTable(States, Actions, ReadTransitions(text(TransitionsFile)));
        CheckAdmissible(text(AdmissibleFile), transitions);
        return new(
            Name, transitions, NumericLines.ReadTable(text(InitialFile), InitialFile, 1, States)[0], Outcomes,
            IcuSepsisFeatures.FromCenters(NumericLines.ReadTable(text(CentersFile), CentersFile, States, IcuSepsisFeatures.Columns.Count)));
    }

    /// <summary>The clinicians' policy, read in the same way.</summary>
    public static Policy ReadExpert(Func<string, string> text)
    {
        var rows = NumericLines.ReadTable(text(ExpertFile), ExpertFile, States, Actions);
        return Policy.FromProbabilities("expert", rows.SelectMany(r => r).ToArray(), Outcomes);
    }

    private static EpisodeEnd[] Outcomes
    {
        get
        {
            var outcomes = new EpisodeEnd[States];
            (outcomes[DeathState], outcomes[SurvivalState], outcomes[AbsorbingState]) =
                (EpisodeEnd.Death, EpisodeEnd.Survival, EpisodeEnd.Absorbing);
            return outcomes;
        }
    }

    private static Func<int, int, IReadOnlyList<KeyValuePair<int, double>>> ReadTransitions(string text)
    {
        var rows = new List<KeyValuePair<int, double>>?[States * Actions];
        foreach (var (line, cells) in Csv.Read(new StringReader(text), TransitionsFile).Skip(1))
        {
            var where = $"{TransitionsFile}, line {line}";
            if (cells.Length != 4) throw new InputException($"{where}: {cells.Length} columns, not 4");
            var place = NumericLines.ParseIndex(cells[0], States, where) * Actions + NumericLines.ParseIndex(cells[1], Actions, where);
            (rows[place] ??= []).Add(new(NumericLines.ParseIndex(cells[2], States, where), NumericLines.ParseNumber(cells[3], where)));
        }
        return (state, action) => rows[state * Actions + action] ?? [];
    }

    private static void CheckAdmissible(string text, TransitionTable transitions)
    {
        var lines = text.TrimEnd().Split('\n');
        if (lines.Length != States + 1) throw new InputException($"{AdmissibleFile}: {lines.Length} lines, not {States + 1}");
        for (var state = 0; state < States; state++)
        {
            var where = $"{AdmissibleFile}, line {state + 2}";
            var cells = lines[state + 1].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var listed = cells.Select(cell => NumericLines.ParseIndex(cell, Actions, where)).Order();
            if (!listed.SequenceEqual(transitions.Admissible(state).ToArray()))
                throw new InputException($"{where}: the admissible actions of state {state} are not those that have transitions");
        }
    }
}

/// <summary>
/// The columns of stateClusterCenters.csv, which has no header: the order in which ICU-Sepsis clusters the measurements (binary columns
/// minus .5, then z-scores, then z-scores of logarithms). Three columns are excluded as evidence: max_dose_vaso and input_4hourly
/// <em>are</em> the doses of the step, that is, the action; re_admission is not a feature of the paper. The other 44 match the features of
/// Sukovic and Radanovic (ICLR 2024) exactly, by name.
/// </summary>
/// <remarks>
/// Limits of this evidence: a state is one of 713 clusters of patients, its features are cluster means, and the clusters were formed over
/// the excluded columns too, so the other means still carry some information about the doses. A few values already identify a cluster.
/// </remarks>
public static class IcuSepsisFeatures
{
    /// <summary>All 47 columns, in the file's order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "gender", "mechvent", "max_dose_vaso", "re_admission",
        "age", "Weight_kg", "GCS", "HR", "SysBP", "MeanBP", "DiaBP", "RR", "Temp_C", "FiO2_1", "Potassium", "Sodium", "Chloride",
        "Glucose", "Magnesium", "Calcium", "Hb", "WBC_count", "Platelets_count", "PTT", "PT", "Arterial_pH", "paO2", "paCO2",
        "Arterial_BE", "HCO3", "Arterial_lactate", "SOFA", "SIRS", "Shock_Index", "PaO2_FiO2", "cumulated_balance",
        "SpO2", "BUN", "Creatinine", "SGOT", "SGPT", "Total_bili", "INR", "input_total", "input_4hourly", "output_total", "output_4hourly",
    ];

    /// <summary>The columns that may not be used as evidence.</summary>
    public static IReadOnlyList<string> Excluded { get; } = ["max_dose_vaso", "input_4hourly", "re_admission"];

    /// <summary>The 44 features, in the file's order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Columns.Except(Excluded)];

    /// <summary>The features of the states, from the rows of the file.</summary>
    internal static FeatureTable FromCenters(double[][] centers)
    {
        int[] kept = [.. Enumerable.Range(0, Columns.Count).Where(c => !Excluded.Contains(Columns[c]))];
        return new(Names, [.. centers.SelectMany(row => kept.Select(c => (float)row[c]))]);
    }
}
