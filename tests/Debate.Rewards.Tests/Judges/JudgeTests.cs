using Debate.Core;
using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Tests.Judges;

public sealed class JudgeTests
{
    private const int Rows = 40, Features = 6, Actions = 4;

    /// <summary>In row r action r mod 4 is right, and feature (r mod 4) shows it; action 0 is demonstrated twenty times as often.</summary>
    private static readonly Demonstrations Telling = new(
        "test rows", Table, Actions,
        Enumerable.Range(0, Rows).SelectMany(r => Enumerable.Repeat((r, r % 4), r % 4 == 0 ? 20 : 1)));

    private static FeatureTable Table
    {
        get
        {
            var draws = SeededRandom.Create(1, "rows");
            var values = new float[Rows * Features];
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)(draws.NextDouble() - .5) + (i % Features == i / Features % 4 ? 1.5f : 0);
            return new([.. Enumerable.Range(0, Features).Select(f => $"f{f}")], values);
        }
    }

    private static LearnedJudge Trained(long seed = 5, int items = 3) =>
        new JudgeTraining(items, seed) { Steps = 200, BatchSize = 16, Hidden = 8 }.Train(Telling);

    [Fact]
    public void Gradients_agree_with_finite_differences()
    {
        var network = JudgeNetwork.CreateRandom(new(Features, Actions, 8), SeededRandom.Create(11, "test"));
        var gradient = new JudgeGradient(network);
        double Loss()
        {
            gradient.AddComparison(Table.Row(0), [0, 2, 5], 1, 3);
            gradient.AddComparison(Table.Row(7), [1, 2, 3], 0, 1);
            gradient.AddComparison(Table.Row(9), [4], 2, 0);
            return gradient.ComputeGradient();
        }
        Loss();
        var found = gradient.Sum.ToArray();
        const float step = 2e-3f;
        var nonzero = 0;
        for (var i = 0; i < network.Parameters.Length; i++)
        {
            var at = network.Parameters[i];
            network.Parameters[i] = at + step;
            var up = Loss();
            network.Parameters[i] = at - step;
            var down = Loss();
            network.Parameters[i] = at;
            Assert.Equal((up - down) / (2.0 * step), found[i], 2e-3);
            if (Math.Abs(found[i]) > 1e-2) nonzero++;
        }
        Assert.True(nonzero > 50, $"{nonzero} parameters matter");
    }

    [Fact]
    public void Equal_seeds_make_equal_bytes_and_others_do_not()
    {
        Assert.Equal(JudgeFile.Write(Trained()), JudgeFile.Write(Trained()));
        Assert.NotEqual(Trained(5).Network.Parameters.ToArray(), Trained(6).Network.Parameters.ToArray());
    }

    [Fact]
    public void What_was_written_reads_back()
    {
        var judge = Trained();
        var read = JudgeFile.Read(System.Text.Encoding.UTF8.GetString(JudgeFile.Write(judge)), "j.json");
        Assert.Equal(JudgeFile.Write(judge), JudgeFile.Write(read));
        Assert.Equal(judge.Origin, read.Origin);
        Assert.Equal(judge.Network.ScoreDifference(Table.Row(3), [1, 4], 0, 2), read.Network.ScoreDifference(Table.Row(3), [1, 4], 0, 2));
    }

    [Theory]
    [InlineData("\"debate-judge\"", "\"other\"", "format")]
    [InlineData("\"version\": 1", "\"version\": 2", "version")]
    [InlineData("\"items\": 3", "\"items\": 7", "items")]
    [InlineData("\"items\": 3", "\"items\": 0", "items")]
    [InlineData("\"hidden\": 8", "\"hidden\": 9", "parameters")]
    [InlineData("\"hidden\": 8", "\"hidden\": 1e9", "hidden")]
    [InlineData("\"actions\": 4", "\"actions\": \"4\"", "actions")]
    [InlineData("\"InverseFrequency\"", "\"inverse\"", "weighting")]
    [InlineData("\"f1\"", "\"f0\"", "features")]
    [InlineData("\"f1\"", "1", "features")]
    [InlineData("\"seed\": 5", "\"seed\": 5.5", "seed")]
    [InlineData("\"parameters\": \"", "\"parameters\": \"*", "parameters")]
    [InlineData("\"parameters\": \"", "\"parameters\": \"AADAfw==", "parameters")]
    [InlineData("\"trainedOn\"", "\"trained\"", "trainedOn")]
    [InlineData("{", "[", "JSON")]
    public void A_malformed_file_is_refused(string right, string wrong, string named)
    {
        var text = System.Text.Encoding.UTF8.GetString(JudgeFile.Write(Trained()));
        Assert.Contains(right, text, StringComparison.Ordinal);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        var refused = Assert.Throws<InputException>(() => JudgeFile.Read($"{text[..at]}{wrong}{text[(at + right.Length)..]}", "j.json"));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("j.json: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_refused()
    {
        var judge = Trained();
        judge.Network.Parameters[2] = float.NaN;
        var text = System.Text.Encoding.UTF8.GetString(JudgeFile.Write(judge));
        Assert.Contains("number 2", Assert.Throws<InputException>(() => JudgeFile.Read(text, "j.json")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Items_that_are_not_shown_change_nothing()
    {
        var judge = Trained();
        var values = Table.Row(3).ToArray();
        var before = judge.Network.ScoreDifference(values, [1, 4], 0, 2);
        (values[0], values[2], values[3], values[5]) = (9, -9, 9, -9);
        Assert.Equal(before, judge.Network.ScoreDifference(values, [1, 4], 0, 2));
        values[4] += 1;
        Assert.NotEqual(before, judge.Network.ScoreDifference(values, [1, 4], 0, 2));
    }

    [Fact]
    public void An_item_that_is_shown_as_zero_differs_from_one_that_is_not_shown()
    {
        var judge = Trained();
        Assert.NotEqual(judge.Network.ScoreDifference(new float[Features], [1, 2], 0, 1),
            judge.Network.ScoreDifference(new float[Features], [1], 0, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_number_of_items_that_there_are_not_is_refused(int items) =>
        Assert.Contains($"items: {items}", Assert.Throws<InputException>(() => Trained(items: items)).Message, StringComparison.Ordinal);

    [Fact]
    public void Draws_are_by_row_or_by_action()
    {
        var (rows, actions) = (new int[Actions], new int[Actions]);
        var draws = SeededRandom.Create(2, "test");
        const int many = 20_000;
        for (var i = 0; i < many; i++)
        {
            rows[Telling.SampleUniform(draws).Action]++;
            var (row, action) = Telling.SampleByAction(draws);
            Assert.Equal(row % 4, action);
            actions[action]++;
        }
        Assert.All(actions, n => Assert.Equal(many / 4.0, n, 300.0));
        Assert.Equal(many * 200 / 230.0, rows[0], 300.0);
    }

    [Fact]
    public void Evidence_is_fresh_uniform_and_ascending()
    {
        var evidence = new EvidenceSampler(6, 2, SeededRandom.Create(4, "test"));
        var counts = new Dictionary<(int, int), int>();
        for (var i = 0; i < 15_000; i++)
        {
            var set = evidence.NextSet();
            Assert.True(set.Length == 2 && set[0] < set[1]);
            counts[(set[0], set[1])] = counts.GetValueOrDefault((set[0], set[1])) + 1;
        }
        Assert.Equal(15, counts.Count);
        Assert.All(counts.Values, n => Assert.Equal(1000, n, 150.0));
    }
}
