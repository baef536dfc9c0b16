using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Environments.IcuSepsis;
using Debate.Rewards.Planning;

namespace Debate.Rewards.Tests.Environments;

public sealed class IcuSepsisTests
{
    private static readonly Lazy<TabularEnvironment> Read = new(() => IcuSepsisFiles.Read(IcuSepsisData.Read));

    private static TabularEnvironment Icu
    {
        get
        {
            SharedData.Folder("icu-sepsis");
            return Read.Value;
        }
    }

    /// <summary>The published baselines (Choudhary et al., 2024), to the digits that could be reproduced.</summary>
    [Theory]
    [InlineData("random", .7801, 9.46)]
    [InlineData("expert", .7818, 9.24)]
    [InlineData("optimal", .8751, 10.99)]
    public void Policies_are_worth_what_was_published(string name, double survival, double length)
    {
        var policy = name switch
        {
            "random" => Policy.Uniform(name, Icu.States, Icu.Actions),
            "expert" => IcuSepsisFiles.ReadExpert(IcuSepsisData.Read),
            _ => Planner.FindMaxSurvivalPolicy(Icu),
        };
        var value = PolicyValue.Compute(Icu, policy);
        Assert.Equal((survival, length), (Math.Round(value.Survival, 4), Math.Round(value.Length!.Value, 2)));
    }

    [Fact]
    public void Rows_sum_to_one_and_an_inadmissible_action_is_the_mean_of_the_admissible()
    {
        var values = Enumerable.Range(0, Icu.States).Select(s => (double)s * s).ToArray();
        for (var state = 0; state < Icu.States; state++)
        {
            var admissible = Icu.Transitions.Admissible(state).ToArray();
            var mean = 0.0;
            foreach (var action in admissible)
            {
                var row = Icu.Transitions.Row(state, action);
                Assert.Equal(1, row.Probability.ToArray().Sum(), 1e-12);
                mean += row.ExpectedValue(values) / admissible.Length;
            }
            foreach (var action in Enumerable.Range(0, Icu.Actions).Except(admissible))
                Assert.Equal(1, Icu.ExpectedValue(state, action, values) / mean, 1e-12);
        }
    }

    [Fact]
    public void Features_are_the_44_of_the_paper_by_name()
    {
        string[] paper =
        [
            "gender", "mechvent", "age", "Weight_kg", "SOFA", "SIRS", "Shock_Index", "output_4hourly", "output_total", "cumulated_balance",
            "GCS", "HR", "SysBP", "MeanBP", "DiaBP", "RR", "Temp_C", "FiO2_1", "Potassium", "Sodium", "Chloride", "Glucose", "Magnesium",
            "Calcium", "Hb", "WBC_count", "Platelets_count", "PTT", "PT", "Arterial_pH", "paO2", "paCO2", "Arterial_BE", "HCO3",
            "Arterial_lactate", "PaO2_FiO2", "SpO2", "BUN", "Creatinine", "SGOT", "SGPT", "Total_bili", "INR", "input_total",
        ];
        Assert.Equal(44, paper.Length);
        Assert.Equal(paper.Order(StringComparer.Ordinal), IcuSepsisFeatures.Names.Order(StringComparer.Ordinal));
    }

    /// <summary>The file has no header; another file with the same data confirms the name of a column.</summary>
    [Fact]
    public void The_sofa_column_goes_with_the_sofa_scores()
    {
        var scores = IcuSepsisData.Read("sofaScores.csv").Split(',').Select(s =>
            double.Parse(s, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var column = Icu.Features.Names.ToList().IndexOf("SOFA");
        var (x, y) = (Icu.OpenStates.Select(s => (double)Icu.Features.Row(s)[column]).ToArray(),
            Icu.OpenStates.Select(s => scores[s]).ToArray());
        Assert.True(Correlation(x, y) > .99);
    }

    [Theory]
    [InlineData(IcuSepsisFiles.TransitionsFile, "0,5,0,", "0,5,9999,", "line 2")]
    [InlineData(IcuSepsisFiles.TransitionsFile, "0,5,0,0.22302158273381295", "0,5,0,0.3", "state 0, action 5")]
    [InlineData(IcuSepsisFiles.TransitionsFile, "0,5,0,0.22302158273381295", "0,5,0,x", "'x'")]
    [InlineData(IcuSepsisFiles.TransitionsFile, "0,5,3,", "0,5,0,", "next state 0 occurs twice")]
    [InlineData(IcuSepsisFiles.AdmissibleFile, "\n5 10 15 20 ", "\n5 10 15 21 ", "line 2")]
    [InlineData(IcuSepsisFiles.InitialFile, "0.00043244282144916396,", "", "715 columns")]
    [InlineData(IcuSepsisFiles.InitialFile, "0.00043244282144916396", "0.5", "sum to 1")]
    [InlineData(IcuSepsisFiles.CentersFile, "-0.0609756097560975", "NaN", "'NaN'")]
    public void What_is_wrong_with_a_file_is_named(string file, string right, string wrong, string named)
    {
        SharedData.Folder("icu-sepsis");
        var refused = Assert.Throws<InputException>(() =>
            IcuSepsisFiles.Read(name => name == file ? Replaced(file, right, wrong) : IcuSepsisData.Read(name)));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private static string Replaced(string file, string right, string wrong)
    {
        var text = IcuSepsisData.Read(file);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0);
        return $"{text[..at]}{wrong}{text[(at + right.Length)..]}";
    }

    private static double Correlation(double[] x, double[] y)
    {
        var (mx, my) = (x.Average(), y.Average());
        double Sum(Func<int, double> of) => Enumerable.Range(0, x.Length).Sum(of);
        return Sum(i => (x[i] - mx) * (y[i] - my)) / Math.Sqrt(Sum(i => Math.Pow(x[i] - mx, 2)) * Sum(i => Math.Pow(y[i] - my, 2)));
    }
}
