namespace Debate.Rewards.Environments.IcuSepsis;

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
