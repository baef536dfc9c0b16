using Debate.Core.Input;

namespace Debate.Tournaments.Tests;

/// <summary>Every field of a specification, found from what its reader itself knows, so that a new one is covered by itself.</summary>
public sealed class FieldTests
{
    private const string Head = "name: t\nsource: { maps: m }\nprotocol: judged\ndebaters: [a, b]\nformat: swiss\njudges: [x, y]\n";

    [Theory]
    [InlineData("", "", 23)]
    [InlineData("source: { maps: m, ", "source", 3)]
    [InlineData("budget: { ", "budget", 4)]
    [InlineData("seats: { ", "seats", 2)]
    [InlineData("seats: { judge: { ", "seats.judge", 5)]
    [InlineData("panel: { ", "panel", 2)]
    [InlineData("debaters: [a, { name: b, ", "debaters[1]", 10)]
    [InlineData("judges: [x, { name: y, ", "judges[1]", 8)]
    public void Each_field_is_refused_as_null_as_another_kind_and_misspelt(string opened, string path, int count)
    {
        var known = Refusal(opened, "zzzzzz: 1", "").Split("known: ")[1].Split(", ");
        Assert.Equal(count, known.Length);
        foreach (var field in known)
        {
            var place = path.Length == 0 ? field : $"{path}.{field}";
            Assert.Contains($"{place} 'null': it must", Refusal(opened, $"{field}: null", field), StringComparison.Ordinal);
            Assert.Contains($"{place}x: it is not a known field; did you mean '{field}'?", Refusal(opened, $"{field}x: 1", ""),
                StringComparison.Ordinal);
            Assert.Contains(place, Refusal(opened, $"{field}: [[1]]", field), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("temperature: 1.5, topP: 0.9, maxTokens: 4000, stop: END", 1.5, 0.9, 4000, "END")]
    [InlineData("stop: [A, \"\\n\"]", null, null, null, "A|\n")]
    public void A_debater_a_judge_and_a_seat_take_the_same_four_settings(string fields, double? temperature, double? topP, int? tokens,
        string stop)
    {
        var sampling = new Deliberation.Sampling(temperature, topP, tokens, stop.Split('|'));
        var spec = TournamentSpecReader.Read(Without("debaters", "judges") + $"debaters: [a, {{ name: b, {fields} }}]\n"
            + $"judges: [{{ name: x, {fields} }}]\nseats: {{ moderator: {{ {fields} }} }}", "t.yaml");
        Assert.Equal(sampling, spec.Debaters[1].Sampling);
        Assert.Equal(sampling, spec.Panel.Judges[0].Sampling);
        Assert.Equal(sampling, spec.Seats.Moderator!.Sampling);
        Assert.Null(spec.Seats.Moderator.Model);
    }

    private static string Refusal(string opened, string field, string replaced)
    {
        var closed = string.Concat(opened.Reverse().Where(c => c is '{' or '[').Select(c => c == '{' ? '}' : ']'));
        if (replaced.Length > 0) opened = opened.Replace($"{replaced}: b, ", "", StringComparison.Ordinal)
            .Replace($"{replaced}: y, ", "", StringComparison.Ordinal).Replace($"{replaced}: m, ", "", StringComparison.Ordinal);
        var head = Without(opened.Split(':')[0], opened.Length == 0 ? replaced : "");
        return Assert.Throws<InputException>(() => TournamentSpecReader.Read($"{head}{opened}{field}{closed}", "t.yaml")).Message;
    }

    private static string Without(params string[] fields) => string.Concat(Head.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !fields.Contains(line.Split(':')[0])).Select(line => line + "\n"));
}
