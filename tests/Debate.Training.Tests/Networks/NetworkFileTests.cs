using System.Text;
using Debate.Core;
using Debate.Core.Input;
using Debate.Networks;

namespace Debate.Training.Tests.Networks;

public sealed class NetworkFileTests
{
    private static readonly NetworkFile Network = new("words", "rows.jsonl, 12 rows", -7, [0, -0f, 1.5f, float.Epsilon, -3e38f])
    {
        Settings = NetworkFile.SettingsOf(KeyValuePair.Create("width", "5"), KeyValuePair.Create("rate", "0.01")),
        Names = NetworkFile.NamesOf(("words", ["zwei", "\u001b[31m", "<b>", ""]), ("classes", [])),
    };

    [Fact]
    public void What_was_written_reads_back_to_the_last_bit()
    {
        var bytes = Network.Write();
        var read = NetworkFile.Read(Encoding.UTF8.GetString(bytes), "n.json", "words");
        Assert.Equal(bytes, read.Write());
        Assert.Equal(Network.Parameters.Select(BitConverter.SingleToInt32Bits), read.Parameters.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(5, read.Whole("width", 1, 9));
        Assert.Equal(["zwei", "\u001b[31m", "<b>", ""], read.List("words"));
    }

    [Fact]
    public void The_hash_of_a_file_is_that_of_its_bytes_and_tells_networks_apart()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", NetworkFile.FileHash("abc"u8));
        NetworkFile[] others =
        [
            Network with { Seed = 1 }, Network with { Kind = "other" }, Network with { TrainedOn = "" }, Network with { Parameters = [0, 0f, 1.5f] },
            Network with { Settings = Network.Settings.SetItem("width", "6") }, Network with { Names = Network.Names.Remove("classes") },
        ];
        Assert.All(others, other => Assert.NotEqual(NetworkFile.FileHash(Network.Write()), NetworkFile.FileHash(other.Write())));
    }

    [Theory]
    [InlineData("\"debate-network\"", "\"other\"", "format")]
    [InlineData("\"version\": 1", "\"version\": 2", "version")]
    [InlineData("\"kind\": \"words\"", "\"kind\": \"graph\"", "kind")]
    [InlineData("\"seed\": -7", "\"seed\": 1.5", "seed")]
    [InlineData("\"seed\": -7", "\"seed\": -8", "hash")]
    [InlineData("\"width\": \"5\"", "\"width\": 5", "settings")]
    [InlineData("\"zwei\"", "7", "names")]
    [InlineData("\"zwei\"", "\"drei\"", "hash")]
    [InlineData("\"parameters\": \"AAAA", "\"parameters\": \"?", "parameters")]
    [InlineData("\"parameters\": \"AAAA", "\"parameters\": \"AACAfwAA", "parameters")]
    public void A_file_that_is_none_or_was_changed_is_refused_by_its_field(string from, string to, string field)
    {
        var text = Encoding.UTF8.GetString(Network.Write());
        Assert.Contains(from, text, StringComparison.Ordinal);
        var error = Assert.Throws<InputException>(() => NetworkFile.Read(text.Replace(from, to, StringComparison.Ordinal), "n.json", "words"));
        Assert.StartsWith($"n.json: {field}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_and_shapes_that_are_not_so_are_refused()
    {
        Assert.Contains("width", Assert.Throws<InputException>(() => Network.Whole("width", 6, 9)).Message, StringComparison.Ordinal);
        Assert.Contains("depth", Assert.Throws<InputException>(() => Network.Whole("depth", 0, 9)).Message, StringComparison.Ordinal);
        Assert.Contains("other", Assert.Throws<InputException>(() => Network.List("other")).Message, StringComparison.Ordinal);
        var layout = new ParameterLayout();
        layout.AddWeights(2, 3);
        Assert.Contains("5, not the 6", Assert.Throws<InputException>(() => Network.ParametersOf(layout)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => NetworkFile.Read("{", "n.json"));
        Assert.Throws<InputException>(() => NetworkFile.Read("[]", "n.json"));
    }

    [Fact]
    public void Parameters_begin_as_the_seed_says()
    {
        var layout = new ParameterLayout();
        var (weights, gains) = (layout.AddWeights(10, 20), layout.AddConstant(1, 3, 1));
        var parameters = layout.CreateParameters<double>(SeededRandom.Create(1, "layout"));
        Assert.Equal(parameters, layout.CreateParameters<double>(SeededRandom.Create(1, "layout")));
        Assert.All(parameters[..weights.Count], p => Assert.InRange(Math.Abs(p), 1e-9, Math.Sqrt(6 / 30.0)));
        Assert.Equal([1, 1, 1], parameters[gains.Offset..]);
    }
}
