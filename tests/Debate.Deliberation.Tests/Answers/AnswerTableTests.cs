using System.Globalization;
using System.Text.RegularExpressions;
using Debate.Deliberation.Answers;

namespace Debate.Deliberation.Tests.Answers;

/// <summary>The two tables are the documentation of what counts as an answer, and these tests read them.</summary>
public sealed partial class AnswerTableTests
{
    private static IReadOnlyList<string[]> ReadTable(string name) =>
    [
        .. File.ReadAllLines(Path.Combine(SharedData.Repository, "tests", "Debate.Deliberation.Tests", "Answers", name))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" | ", StringSplitOptions.TrimEntries))
            .Select(row => row.Select(Decode).ToArray()),
    ];

    private static string Decode(string cell) => CodePoint().Replace(cell.Replace('⏎', '\n').Replace('⇥', '\t').Replace('↵', '\r'),
        match => ((char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex(@"\\u([0-9A-F]{4})")]
    private static partial Regex CodePoint();

    [Fact]
    public void Same_answers_are_the_same_both_ways_and_others_are_not()
    {
        var rows = ReadTable("same.txt");
        Assert.True(rows.Count >= 200, $"{rows.Count} rows");
        var faults = rows.Where(row => (row[0] == "same") != AnswerGroups.AreSame(row[1], row[2])
            || (row[0] == "same") != AnswerGroups.AreSame(row[2], row[1]) || row[0] is not ("same" or "differ") || row.Length != 3);
        AssertNone(faults.Select(row => string.Join(" | ", row)));
    }

    [Fact]
    public void An_answer_is_found_and_judged()
    {
        var rows = ReadTable("right.txt");
        Assert.True(rows.Count >= 200, $"{rows.Count} rows");
        AssertNone(rows.SelectMany(Faults));
    }

    private static void AssertNone(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all.Prepend($"{all.Count} rows are wrong:")));
    }

    private static IEnumerable<string> Faults(string[] row)
    {
        var parts = row[1].Split(" of ");
        var question = new Problem("q", "?")
        {
            Answers = parts.Length == 1 || !parts[1].Contains('~') ? [.. row[1].Split('~', StringSplitOptions.TrimEntries)] : [parts[0]],
            Choices = parts.Length == 2 && parts[1].Contains('~') ? [.. parts[1].Split('~', StringSplitOptions.TrimEntries)] : [],
        };
        var correct = AnswerCheckers.Get("auto").Check(row[2], question).Correct;
        if (correct != (row[0] == "right")) yield return $"{string.Join(" | ", row)}: {(correct ? "right" : "wrong")}";
        if (FinalAnswer.Extract(row[2]) is var answer && answer != row[3]) yield return $"{string.Join(" | ", row)}: read {answer}";
    }
}
