using System.Xml.Linq;
using Debate.Core;

namespace Debate.Tournaments.Tests;

public sealed class PersuasionTests
{
    /// <summary>
    /// An orator wins on either side; an honest debater wins three of four on the right side and one of four on the wrong one.
    /// </summary>
    private static readonly SidedDebate[] Debates = [.. Enumerable.Range(0, 80).Select(m => (m % 4) switch
    {
        0 => new SidedDebate("orator", "honest", 1, true, $"m{m:00}"),
        1 => new SidedDebate("honest", "orator", 0, true, $"m{m:00}"),
        2 => new SidedDebate("honest", "plain", 1, true, $"m{m:00}"),
        _ => new SidedDebate("plain", "honest", m % 8 == 3 ? 1 : 0, true, $"m{m:00}"),
    })];

    private static readonly Standing[] Standings =
    [
        new("orator", 1700, 1650, 1750, 40, 0, 0), new("honest", 1500, 1450, 1550, 30, 0, 50), new("plain", 1300, 1250, 1350, 10, 0, 30),
    ];

    [Fact]
    public void Win_rates_are_counted_by_side_of_the_truth()
    {
        var study = Study(Debates)!;
        Assert.Equal(["orator", "honest", "plain"], study.Debaters.Select(line => line.Name));
        var (orator, honest) = (study.Debaters[0], study.Debaters[1]);
        Assert.Equal((1, 1, 0), (orator.Right.Value, orator.Wrong.Value, orator.Gap.Value));
        Assert.Equal((20, 20), (orator.Right.Debates, orator.Wrong.Debates));
        // On the right side twenty times against each of the others, with 0 and 20 wins; on the wrong side too, with 0 and 10.
        Assert.Equal((0.5, 0.25, 0.25), (honest.Right.Value, honest.Wrong.Value, honest.Gap.Value));
    }

    [Fact]
    public void The_judge_is_right_where_the_right_side_won()
    {
        var study = Study(Debates)!;
        // Of every four debates the first and third are judged right, the second wrong, the fourth every other time.
        Assert.Equal((0.625, 80), (study.Accuracy.Value, study.Accuracy.Debates));
        Assert.Equal(0.5, study.Debaters[0].Judge.Value);
        Assert.Equal(0.75, study.Debaters[2].Judge.Value);
        // The mean ratings are 1600 and 1400, the accuracies 0.5 and 0.75.
        Assert.Equal(-0.125, study.Slope.Value, 1e-9);
        Assert.True(study.Slope.Low < -0.125 && study.Slope.High > -0.125 && study.Slope.High < 0.05, $"{study.Slope}");
    }

    [Fact]
    public void The_order_of_debates_does_not_matter_to_the_last_bit()
    {
        var shuffled = Debates.ToArray();
        SeededRandom.Create(3, "order").Shuffle(shuffled);
        Assert.Equal(Study(Debates)!.Debaters, Study(shuffled)!.Debaters);
        Assert.Equal(Study(Debates)!.Slope, Study(shuffled)!.Slope);
    }

    [Fact]
    public void Without_a_known_truth_there_is_no_study() => Assert.Null(Study([]));

    [Fact]
    public void One_debate_gives_a_report_without_certainty()
    {
        var study = Study([Debates[0]])!;
        Assert.Equal((0.0, 0.0), (study.Debaters[0].Gap.Low, study.Debaters[0].Gap.High));
        Draw(study);
    }

    [Fact]
    public void The_page_says_what_was_found_beside_what_the_judge_does_without_debate()
    {
        var page = MarkdownReport.Render(new("t", [.. PersuasionReport.CreateSections(Study(Debates)!)]));
        Assert.Contains("| honest | 50.0 % of 40 | 25.0 % of 40 | 25.0 % |", page);
        Assert.Contains("| no debate | – | 50.0 % of 40 |", page);
        Assert.Contains("judge's accuracy falls: -12.5 %", page);
        Draw(Study(Debates)!);
    }

    private static void Draw(Persuasion study)
    {
        foreach (var section in PersuasionReport.CreateSections(study)) Assert.NotNull(XDocument.Parse(section.Drawing!.ToString()).Root);
    }

    private static Persuasion? Study(SidedDebate[] debates) =>
        Persuasion.Compute(debates, Standings, [new("no debate", Proportion.FromPoints(20, 40))], 1);
}
