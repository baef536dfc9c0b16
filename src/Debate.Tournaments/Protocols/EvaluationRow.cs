using System.Globalization;
using System.Text.Json.Serialization;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

/// <summary>What became of one question under one protocol.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RowStatus>))]
public enum RowStatus
{
    /// <summary>The checker accepts the answer.</summary>
    [JsonStringEnumMemberName("right")] Right,

    /// <summary>Another answer, or a decision that was read and left the question open.</summary>
    [JsonStringEnumMemberName("wrong")] Wrong,

    /// <summary>The deciding reply had no answer, or not the form that was asked for.</summary>
    [JsonStringEnumMemberName("unread")] Unread,

    /// <summary>The deciding reply was cut at its token limit.</summary>
    [JsonStringEnumMemberName("cut")] Cut,

    /// <summary>The deciding reply was empty.</summary>
    [JsonStringEnumMemberName("empty")] Empty,

    /// <summary>The deciding reply was a refusal.</summary>
    [JsonStringEnumMemberName("refused")] Refused,

    /// <summary>It was tried and has no verdict, because the evaluation failed.</summary>
    [JsonStringEnumMemberName("failed")] Failed,

    /// <summary>It is still to come: in no row that is exported, and in no number.</summary>
    [JsonStringEnumMemberName("open")] Open,
}

/// <summary>
/// One question under one protocol of an evaluation: the unit of which all its numbers are sums. It is read from the evaluation's own
/// journal, which holds the children's verdicts and usage: no journal of a child is needed.
/// </summary>
public sealed record EvaluationRow
{
    /// <summary>The columns of the table that <c>debate export --format csv</c> and <c>parquet</c> write.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["protocol", "variant", "question", "key", "answer", "status", "correct", "calls", "tokensIn", "tokensOut", "cost", "id"];

    /// <summary>The protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>The variant's name: the protocol's, followed by the options that a sweep varies.</summary>
    public required string Variant { get; init; }

    /// <summary>The text of the question.</summary>
    public required string Question { get; init; }

    /// <summary>The accepted answers, with <c> | </c> between them; the reference of a translation.</summary>
    public required string Key { get; init; }

    /// <summary>The answer; null where there is none.</summary>
    public string? Answer { get; init; }

    /// <summary>What became of it.</summary>
    public required RowStatus Status { get; init; }

    /// <summary>Whether the answer is right.</summary>
    public bool Correct => Status == RowStatus.Right;

    /// <summary>Calls that left the process.</summary>
    public long Calls => Usage.Calls;

    /// <summary>Tokens of all prompts.</summary>
    public long TokensIn => Usage.TokensIn;

    /// <summary>Tokens of all replies.</summary>
    public long TokensOut => Usage.TokensOut;

    /// <summary>Money spent.</summary>
    public decimal Cost => Usage.Cost;

    /// <summary>The run, which <c>debate show</c> shows.</summary>
    public required string Id { get; init; }

    /// <summary>The reason of the decision, or why there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The question as it was put.</summary>
    [JsonIgnore]
    public Problem Problem { get; init; } = new("", "");

    /// <summary>The key of the run among the evaluation's children.</summary>
    [JsonIgnore]
    public string ChildKey { get; init; } = "";

    /// <summary>The verdict; null where there is none.</summary>
    [JsonIgnore]
    public Verdict? Verdict { get; init; }

    /// <summary>The checker's score, from 0 to 100 for most checkers; 0 without an answer.</summary>
    [JsonIgnore]
    public double Score { get; init; }

    /// <summary>The usage of its run.</summary>
    [JsonIgnore]
    public Usage Usage { get; init; } = Usage.None;

    /// <summary>
    /// The rows of an evaluation, question by question and in the order of the variants, as far as its journal goes. Only an evaluation
    /// that failed has failed questions; in every other those without a verdict are <see cref="RowStatus.Open"/>.
    /// </summary>
    /// <param name="entries">The entries of the evaluation's journal.</param>
    /// <param name="isRunning">Whether somebody drives it now.</param>
    public static IEnumerable<EvaluationRow> FromJournal(IReadOnlyList<EntryBody> entries, bool isRunning)
    {
        var definition = RunDefinitions.FromEntries(entries);
        var checker = AnswerCheckers.Get(definition.Options.Read<EvaluationOptions>().Checker);
        var start = definition.Id.Value.Length + 1;
        var finished = entries.OfType<ChildCompleted>().ToDictionary(c => c.Child.Value[start..], StringComparer.Ordinal);
        var failure = JournaledStatus.Determine(entries, isRunning) == RunStatus.Failed ? entries[^1] as RunSuspended : null;
        foreach (var (variant, problem, child) in Evaluation.CreateChildren(definition.Problem, definition.Seats, definition.Options))
        {
            var ended = finished.GetValueOrDefault(child.Key);
            var check = ended?.Verdict.Answer is { } answer ? checker.Check(answer, problem) : AnswerCheck.FromCorrect(false);
            yield return new()
            {
                Protocol = variant.Protocol,
                Variant = variant.Name,
                Question = problem.Text,
                Key = string.Join(" | ", problem.Answers.Count > 0 || problem.Reference is null ? problem.Answers : [problem.Reference]),
                Answer = ended?.Verdict.Answer,
                Status = ended is not null ? Judge(ended.Verdict, check) : failure is not null ? RowStatus.Failed : RowStatus.Open,
                Id = definition.Id.Child(child.Key).Value,
                Reason = ended is not null ? ended.Verdict.Reason : failure?.Reason,
                Problem = problem,
                ChildKey = child.Key,
                Verdict = ended?.Verdict,
                Score = check.Score,
                Usage = ended?.Usage ?? Usage.None,
            };
        }
    }

    /// <summary>The rows as CSV with a header line, lines without their breaks; rows that are open are left out.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isRaw">
    /// Whether texts are as they were asked and said; else they are without what a terminal would execute and a spreadsheet compute.
    /// </param>
    public static IEnumerable<string> ToCsv(IEnumerable<EvaluationRow> rows, bool isRaw = false) => rows
        .Where(row => row.Status != RowStatus.Open).Select(row => row.ToCsv(isRaw)).Prepend(Csv.FormatRecord(Columns));

    /// <summary>The word for a status, as files have it.</summary>
    public static string Format(RowStatus status) => status.ToString().ToLowerInvariant();

    private string ToCsv(bool isRaw)
    {
        string[] cells =
        [
            Protocol, Variant, Question, Key, Answer ?? "", Format(Status), Correct ? "true" : "false", Format(Calls), Format(TokensIn),
            Format(TokensOut), Format(Cost), Id,
        ];
        return isRaw ? Csv.FormatRawRecord(cells) : Csv.FormatRecord(cells.Select(SafeText.ForPeople));
    }

    private static RowStatus Judge(Verdict verdict, AnswerCheck check) => verdict.Answer is null ? verdict.DecidingFault switch
    {
        ReplyFault.Unread => RowStatus.Unread,
        ReplyFault.Cut => RowStatus.Cut,
        ReplyFault.Empty => RowStatus.Empty,
        ReplyFault.Refused => RowStatus.Refused,
        _ => RowStatus.Wrong,
    }
    : check.Correct ? RowStatus.Right : RowStatus.Wrong;

    private static string Format(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
