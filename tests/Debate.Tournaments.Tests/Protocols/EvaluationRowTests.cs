using CsCheck;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Tests.Protocols;

/// <summary>What an evaluation says of each question, and that all its numbers are sums of that.</summary>
public sealed class EvaluationRowTests
{
    private static readonly Verdict?[] Verdicts =
    [
        SmallEvaluation.Answer("4"), SmallEvaluation.Answer("5"), new(Decision.Undecided), SmallEvaluation.Fault(ReplyFault.Unread),
        SmallEvaluation.Fault(ReplyFault.Cut), SmallEvaluation.Fault(ReplyFault.Empty), SmallEvaluation.Fault(ReplyFault.Refused), null,
    ];

    private static readonly RunSuspended Failure = new(RunStatus.Failed, "the model is gone", FailureKind.Rejected, Usage.None);

    [Fact]
    public void Each_verdict_has_its_status_and_a_question_without_one_failed_only_where_the_evaluation_did()
    {
        SmallEvaluation Read(EntryBody? end) => new([.. Verdicts.Select((_, i) => SmallEvaluation.Question($"q{i}", "4"))])
        {
            Variants = [new("direct", "direct", [])],
            Verdict = (_, question) => Verdicts[question],
            End = end,
        };
        string Statuses(EntryBody? end, bool isRunning = false) =>
            string.Join(' ', EvaluationRow.FromJournal(Read(end).Entries, isRunning).Select(row => EvaluationRow.Format(row.Status)));
        Assert.Equal("right wrong wrong unread cut empty refused failed", Statuses(Failure));
        Assert.Equal("right wrong wrong unread cut empty refused open", Statuses(null));
        Assert.Equal("right wrong wrong unread cut empty refused open", Statuses(Failure with { Status = RunStatus.Interrupted }));
        Assert.Equal("right wrong wrong unread cut empty refused open", Statuses(Failure, isRunning: true));
        var failed = EvaluationRow.FromJournal(Read(Failure).Entries, false).Last();
        Assert.Equal(("the model is gone", "e/v0.q7", 0L), (failed.Reason, failed.Id, failed.Calls));
    }

    [Fact]
    public void The_numbers_of_the_report_are_sums_over_the_rows() => (
        from questions in Gen.Int[1, 12]
        from drawn in Gen.Int[0, Verdicts.Length - 1].Array[questions * 3]
        from hasFailed in Gen.Bool
        select (questions, drawn, hasFailed)).Sample(given =>
    {
        var evaluation = new SmallEvaluation([.. Enumerable.Range(0, given.questions).Select(i => SmallEvaluation.Question($"q{i}", "4"))])
        {
            Variants = [new("a", "direct", []), new("b", "direct", []), new("c", "mad", [])],
            Verdict = (variant, question) => Verdicts[given.drawn[variant * given.questions + question]],
            End = given.hasFailed ? Failure : null,
        };
        var rows = EvaluationRow.FromJournal(evaluation.Entries, isRunning: false).ToArray();
        var report = EvaluationReport.FromJournal(evaluation.Entries, Usage.None, isRunning: false);
        Assert.Equal(given.questions * 3, rows.Length);
        foreach (var result in report.Results)
        {
            var own = rows.Where(row => row.Variant == result.Protocol).ToLookup(row => row.Status);
            int[] reported = [result.Correct, result.Wrong, result.Unread, result.Cut, result.Empty, result.Refused, result.Failed];
            Assert.Equal(Enum.GetValues<RowStatus>().SkipLast(1).Select(status => own[status].Count()), reported);
            Assert.Equal(result.Questions + result.Failed, reported.Sum());
            Assert.Equal(result.Usage.Calls, rows.Where(row => row.Variant == result.Protocol).Sum(row => row.Calls));
            Assert.Equal(result.Usage.Calls, result.CallsEach * result.Questions, 1e-9);
        }
        foreach (var pair in report.Paired)
        {
            var right = rows.ToLookup(row => (row.Variant, row.ChildKey[3..]), row => row is { Verdict: not null, Correct: true });
            var both = rows.Where(row => row.Verdict is not null).ToLookup(row => row.ChildKey[3..], row => row.Variant)
                .Where(g => g.Contains(pair.A) && g.Contains(pair.B)).Select(g => g.Key).ToArray();
            Assert.Equal(both.Count(key => right[(pair.A, key)].Single() && !right[(pair.B, key)].Single()), pair.AOnly);
        }
        Assert.Equal(report.Rows!.Count + 1, EvaluationRow.ToCsv(rows).Count());
    }, seed: "0001EVALROWS", iter: 200);

    [Fact]
    public void A_table_has_the_columns_that_scripts_rely_on_and_cells_that_no_spreadsheet_runs()
    {
        var evaluation = new SmallEvaluation(SmallEvaluation.Question("1", "-5", "Say \"a,b\"\nnow: \u001b[31mred"))
        {
            Variants = [new("direct low", "direct", [])],
            Verdict = (_, _) => SmallEvaluation.Answer("=1+1"),
        };
        var lines = EvaluationRow.ToCsv(EvaluationRow.FromJournal(evaluation.Entries, false)).ToArray();
        Assert.Equal("protocol,variant,question,key,answer,status,correct,calls,tokensIn,tokensOut,cost,id", lines[0]);
        Assert.Contains(",'=1+1,", lines[1], StringComparison.Ordinal);
        using var text = new StringReader(string.Join('\n', lines));
        var cells = Csv.Read(text, "x").Last().Cells;
        Assert.Equal(["direct", "direct low", "Say \"a,b\"\nnow: red", "-5", "=1+1", "wrong"], cells[..6]);
        Assert.Equal(["false", "2", "100", "10", "0.5", "e/v0.1"], cells[6..]);
        var raw = EvaluationRow.ToCsv(EvaluationRow.FromJournal(evaluation.Entries, false), isRaw: true).Last();
        Assert.Contains("\u001b[31mred\",-5,=1+1,wrong", raw, StringComparison.Ordinal);
    }
}
