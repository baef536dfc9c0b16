using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Formats.Pages;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests.Formats;

public sealed partial class MapPageTests
{
    [Fact]
    public void Hostile_texts_stay_data() => Gen.Long[0, 1_000_000_000].Sample(seed =>
    {
        var map = new ArgumentMap("m", Maps.Random(seed))
        {
            Title = Maps.Text(SeededRandom.Create(seed, "title"), 6) + "</script><script>alert(1)</script>",
            Notes = ["1 " + Maps.Text(SeededRandom.Create(seed, "note"), 4)],
        };
        var page = Maps.Written(MapPage.Format, map);
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.Equal(2, Regex.Count(page, "</script"));
        using var data = JsonDocument.Parse(Data().Match(page).Groups[1].Value);
        Assert.Equal(map.Graph.NodeCount, data.RootElement.GetProperty("nodes").GetArrayLength());
        Assert.Equal(Enumerable.Range(0, map.Graph.ArgumentCount).Select(map.Graph.Text),
            data.RootElement.GetProperty("nodes").EnumerateArray().Take(map.Graph.ArgumentCount)
                .Select(n => n.GetProperty("text").GetString()));
    }, iter: 100);

    [Fact]
    public void The_policy_admits_the_script_and_the_style_of_the_page_and_nothing_else()
    {
        var page = Maps.Written(MapPage.Format, new("m", Graphs.Random(1, 5)));
        var policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        foreach (var (source, element) in new[] { ("script-src", "script type=\"module\""), ("style-src", "style") })
        {
            var content = Regex.Match(page, $"(?s)<{element}>(.*?)</{element.Split(' ')[0]}>").Groups[1].Value;
            Assert.Contains($"{source} '{Hash(content)}';", policy, StringComparison.Ordinal);
        }
        Assert.Equal(["http-equiv", "http://www.w3.org/2000/svg"], Regex.Matches(page, "http[^\" ';=]*").Select(m => m.Value).Distinct());
        Assert.DoesNotContain("innerHTML", MapPage.Viewer, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_each_argument_it_says_why()
    {
        var map = MapYaml.Read("m", "arguments:\n  - {id: claim, text: Close it.}\n  - {id: con, text: Costs., attacks: [claim]}\n"
            + "  - {id: reply, text: It pays., attacks: [con]}\n  - {id: pro, text: Air., supports: claim}\n");
        var reasons = MapReasons.Create(map.Graph);
        Assert.Equal(
        [
            "Accepted: each of its attackers is rejected: 'con' (Costs.) by 'reply' (It pays.).", "It is supported: 'pro' (Air.).",
            "Strength 0.625 (df-quad), base score 0.50.", "'pro' (Air.) adds 0.25: without it 0.375.",
            "'con' (Costs.) takes 0.125: without it 0.75.",
        ], reasons.Explain(0));
        Assert.Equal("Rejected: 'reply' (It pays.) attacks it and is accepted.", reasons.Explain(1)[0]);
        Assert.Equal("Accepted: nothing attacks it.", reasons.Explain(3)[0]);
        var mutual = MapReasons.Create(Graphs.Attacks(2, (0, 1), (1, 0)));
        Assert.StartsWith("Undecided: 'a1' attacks it", mutual.Explain(0)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_no_browser_would_open_is_refused() => Assert.Contains("at most 50000",
        Assert.Throws<InputException>(() => Maps.Written(MapPage.Format, new("m", Graphs.Attacks(50_001)))).Message,
        StringComparison.Ordinal);

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    [GeneratedRegex("(?s)<script type=\"application/json\" id=\"map-data\">(.*?)</script>")]
    private static partial Regex Data();
}
