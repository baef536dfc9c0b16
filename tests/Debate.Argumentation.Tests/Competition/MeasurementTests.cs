using System.Numerics;
using System.Text;
using Debate.Argumentation.Competition;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Solving;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests.Competition;

/// <summary>What the benchmark reads, writes and concludes.</summary>
public sealed class MeasurementTests
{
    private static readonly FrameworkFile Two = FrameworkFile.Read("x.apx", Encoding.UTF8.GetBytes("arg(a).arg(b).att(a,b)."));

    [Fact]
    public void A_measurement_survives_its_line()
    {
        var measured = Row("DC-CO", "odd \"name\", x.af", 12.5) with { Argument = "a,1", Left = 3, Certificate = "proved" };
        Assert.Equal([measured, measured with { Answer = "NO" }],
            Measurement.Read("x.csv", $"{Measurement.Header}\r\n{measured.ToCsv()}\r\n{(measured with { Answer = "NO" }).ToCsv()}\n"));
    }

    [Theory]
    [InlineData("task,instance\n", "line 1: it must be solver,")]
    [InlineData(Measurement.Header + "\na,b\n", "line 2: it must have 12 fields")]
    [InlineData(Measurement.Header + "\ns,DC-CO,i,,1,1,x,YES,1,1,60,\n", "line 2: it must have 12 fields")]
    public void A_wrong_file_is_refused_with_its_line(string text, string rule) =>
        Assert.Contains(rule, Assert.Throws<InputException>(() => Measurement.Read("x.csv", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Par_2_counts_twice_the_limit_for_what_is_not_solved()
    {
        var score = Assert.Single(SolverComparison.Create(
            [Row("SE-PR", "a", 2000), Row("SE-PR", "b", 1000), Row("SE-PR", "only ours", 1)],
            [Unsolved("SE-PR", "b"), Row("SE-PR", "a", 4000)]).Tasks);
        Assert.Equal(new TaskScore("SE-PR", 2, 2, 1, 1.5, 62), score);
    }

    [Fact]
    public void A_row_is_search_bound_when_the_other_takes_a_second_and_the_grounded_labelling_leaves_something()
    {
        var comparison = SolverComparison.Create(
            [Row("SE-PR", "a", 500), Row("SE-PR", "b", 4000), Row("SE-PR", "c", 100), Row("SE-PR", "d", 5), Unsolved("SE-PR", "e")],
            [
                Row("SE-PR", "a", 2000), Row("SE-PR", "b", 1000), Row("SE-PR", "c", 5000) with { Left = 0 }, Row("SE-PR", "d", 10),
                Unsolved("SE-PR", "e"),
            ]);
        Assert.Equal(new RowScore(3, 2, 1, 1), Rounded(comparison.Search));
        Assert.Equal(new RowScore(2, 2, 2, 10), Rounded(comparison.Easy));
    }

    [Fact]
    public void Different_answers_and_rejected_ones_are_named()
    {
        var comparison = SolverComparison.Create(
            [Row("SE-ST", "a", 1), Row("SE-ST", "b", 1), Row("DC-CO", "c", 1) with { Argument = "7", Certificate = "rejected" }],
            [Row("SE-ST", "a", 1) with { Answer = "NO" }, Unsolved("SE-ST", "b"), Row("DC-CO", "c", 1) with { Argument = "7" }]);
        Assert.Equal(["SE-ST a", "DC-CO c 7"], comparison.Disagreements);
    }

    [Fact]
    public void What_solvers_print_is_read()
    {
        Assert.Equal([0, 1], AnswerReader.Read(QueryKind.SomeExtension, "w b a \n", Two)!.Witness!);
        Assert.Empty(AnswerReader.Read(QueryKind.SomeExtension, "w \n", Two)!.Witness!);
        Assert.False(AnswerReader.Read(QueryKind.SomeExtension, "NO\n", Two)!.Accepted);
        Assert.Equal([0], AnswerReader.Read(QueryKind.Credulous, "YES\nw a\n", Two)!.Witness!);
        Assert.True(AnswerReader.Read(QueryKind.Sceptical, "YES", Two)!.Accepted);
        Assert.Equal(2, AnswerReader.Read(QueryKind.Extensions, "w a\nw b\n", Two)!.Extensions!.Count);
        Assert.Equal(BigInteger.Zero, AnswerReader.Read(QueryKind.Extensions, "NO\n", Two)!.Count);
        Assert.Equal(17, AnswerReader.Read(QueryKind.Count, "counting\n17\n", Two)!.Count);
    }

    [Theory]
    [InlineData(QueryKind.SomeExtension, "")]
    [InlineData(QueryKind.SomeExtension, "w c")]
    [InlineData(QueryKind.SomeExtension, "YES")]
    [InlineData(QueryKind.Credulous, "w a")]
    [InlineData(QueryKind.Count, "-1")]
    [InlineData(QueryKind.Extensions, "w a\nx")]
    public void What_is_no_answer_is_none(QueryKind kind, string text) => Assert.Null(AnswerReader.Read(kind, text, Two));

    private static RowScore Rounded(RowScore score) => score with { Speedup = Math.Round(score.Speedup, 6) };

    private static Measurement Unsolved(string task, string instance) => Row(task, instance, 60_000) with { Answer = Measurement.TimedOut };

    private static Measurement Row(string task, string instance, double cpu) => new()
    {
        Solver = "s", Task = task, Instance = instance, Answer = "set", Arguments = 5, Attacks = 9, Left = 2,
        CpuMs = cpu, WallMs = cpu, TimeoutS = 60,
    };
}
