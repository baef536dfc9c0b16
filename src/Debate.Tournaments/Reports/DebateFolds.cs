using System.Globalization;
using Debate.Core.Output;
using Debate.Deliberation.Records;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments;

/// <summary>
/// The debates of a tournament as folded texts of its page, motion by motion. They are added one by one, so that one journal is read at a
/// time, and within limits: a page holds at most <see cref="MaxCharacters"/> characters of what was said, and says what it leaves out.
/// </summary>
public sealed class DebateFolds
{
    /// <summary>The most characters of all debates together, and of one statement.</summary>
    public const int MaxCharacters = 6_000_000, MaxStatement = 8_000;

    /// <summary>The most debates.</summary>
    public const int MaxDebates = 2_000;

    private readonly List<(string Motion, string Text, List<FoldedText> Debates, List<double> Scores)> _motions = [];
    private int _characters, _told, _counted, _cutStatements;

    /// <summary>Whether the next debate's text still has a place; else it is counted, and need not be read.</summary>
    public bool HasRoom => _characters < MaxCharacters && _told < MaxDebates;

    /// <summary>Adds a debate; <paramref name="run"/> is what was said, null where there is no room for it.</summary>
    public void Add(CountedDebate debate, RunRecord? run)
    {
        _counted++;
        var motion = _motions.FindIndex(m => m.Motion == debate.Pairing.Motion);
        if (motion < 0)
        {
            motion = _motions.Count;
            _motions.Add((debate.Pairing.Motion, debate.Motion.PromptText, [], []));
        }
        if (debate.Game.IsJudged) _motions[motion].Scores.Add(debate.Game.Score);
        if (run is null || !HasRoom) return;
        _told++;
        _motions[motion].Debates.Add(CreateFold(debate, run));
    }

    /// <summary>The section; null where no debate was added.</summary>
    public ReportSection? ToSection() => _counted == 0 ? null : new("Debates")
    {
        Paragraphs = [.. DescribeLimits()],
        Table = new(
            ["motion", "text", "debates", "won by pro", "95 %"],
            [.. _motions.Select(m => ToRow(m.Motion, m.Text, Proportion.FromPoints(m.Scores.Sum(), m.Scores.Count)))])
        {
            Links = [.. _motions.Select((m, i) => m.Debates.Count > 0 ? CreateMotionId(i) : null)],
        },
        Folds =
        [
            .. _motions.Select((m, i) => new FoldedText(CreateMotionId(i), $"{m.Motion}: {Cut(m.Text, 160)}", [], []) { Folds = m.Debates })
                .Where(m => m.Folds.Count > 0),
        ],
    };

    private IEnumerable<string> DescribeLimits()
    {
        yield return _told == _counted ? "Every debate that counts is here, folded; a click opens it."
            : FormattableString.Invariant($"The first {_told} of {_counted} debates that count are here, folded; ")
                + "debate show ID has the others.";
        if (_cutStatements > 0)
            yield return FormattableString.Invariant(
                $"{_cutStatements} statements are cut after {MaxStatement} characters; debate show ID has them whole.");
    }

    private static string CreateMotionId(int motion) => FormattableString.Invariant($"motion-{motion + 1}");

    private static string[] ToRow(string motion, string text, Proportion won) =>
    [
        motion, Cut(text, 160), won.Debates.ToString(CultureInfo.InvariantCulture),
        won.Debates == 0 ? "–" : AgreementChart.FormatPercent(won.Value, "0"),
        $"{AgreementChart.FormatPercent(won.Low, "0")} to {AgreementChart.FormatPercent(won.High, "0")}",
    ];

    private FoldedText CreateFold(CountedDebate debate, RunRecord run)
    {
        var seats = run.Definition.Seats.ToDictionary(seat => seat.Name, seat => $"{seat.Name}: {seat.Debater ?? seat.Judge ?? seat.Model}",
            StringComparer.Ordinal);
        (string Speaker, string Text)[] statements =
            [.. Transcript.Read(run).Select(said => (seats.GetValueOrDefault(said.Seat, said.Seat), CutStatement(said.Text)))];
        _characters += statements.Sum(said => said.Text.Length);
        return new(
            $"debate-{debate.Pairing.Key}", $"{debate.Pairing.Pro} for, {debate.Pairing.Con} against: {debate.Result}",
            [$"debate show {debate.Id}", .. debate.Verdict.Reason is { } reason ? [CutStatement(reason)] : Array.Empty<string>()],
            statements);
    }

    private string CutStatement(string text)
    {
        var clean = SafeText.ForPeople(text);
        if (clean.Length > MaxStatement) _cutStatements++;
        return Cut(clean, MaxStatement);
    }

    private static string Cut(string text, int max) => SvgCanvas.Shorten(text, max);
}
