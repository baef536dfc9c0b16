using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Tests.Protocols;

/// <summary>An evaluation's journal as it would stand, without a run: what was asked, and what became of it.</summary>
internal sealed record SmallEvaluation(params IReadOnlyList<Problem> Questions)
{
    public string Id { get; init; } = "e";

    public IReadOnlyList<EvaluationVariant> Variants { get; init; } = [new("mad", "mad", []), new("direct", "direct", [])];

    /// <summary>The verdict of a variant, by its number, on a question, by its number; null where there is none.</summary>
    public Func<int, int, Verdict?> Verdict { get; init; } = (_, _) => null;

    /// <summary>The last entry; null for none.</summary>
    public EntryBody? End { get; init; }

    public static Problem Question(string key, string answer, string? text = null) =>
        new(key, text ?? $"Question {key}?") { Answers = [answer] };

    public static Verdict Answer(string answer) => new(Decision.Decided) { Answer = answer, Reason = $"It is {answer}." };

    public static Verdict Fault(ReplyFault fault) => new(Decision.Undecided) { Fault = fault };

    public RunDefinition Definition => new()
    {
        Id = new(Id),
        Kind = "evaluation",
        Name = $"name of {Id}",
        Protocol = "evaluation",
        Version = Evaluation.Descriptor.Fingerprint,
        Options = Evaluation.ToOptions(Variants),
        Problem = new Problem("all", "all") { Parts = Questions },
        Seats = [new("solver", "small")],
        Seed = 1,
    };

    public IReadOnlyList<EntryBody> Entries =>
    [
        new RunStarted(Definition),
        .. from question in Enumerable.Range(0, Questions.Count)
           from variant in Enumerable.Range(0, Variants.Count)
           let verdict = Verdict(variant, question)
           where verdict is not null
           let id = string.Create(CultureInfo.InvariantCulture, $"{Id}/v{variant}.{Questions[question].Key}")
           select new ChildCompleted("", new(id), verdict, new Usage(2, 0, 100, 10, 0.5m)),
        .. End is null ? Array.Empty<EntryBody>() : [End],
    ];
}
