using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Least to most (Zhou et al., "Least-to-Most Prompting Enables Complex Reasoning in Large Language Models", ICLR 2023; self-ask: Press et
/// al., 2023): the seat names the smaller questions that lead up to the question, answers each in turn with the answers before it, and then
/// the question itself.
/// </summary>
public sealed class LeastToMost : IProtocol<LeastToMostOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<LeastToMostOptions>("least-to-most", 1, () => new LeastToMost())
    {
        Seats = _ => ["solver"],
        MaxCalls = o => o.Questions + 2,
        CallsOption = "questions",
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, LeastToMostOptions options)
    {
        var (question, answered) = (("question", d.Problem.PromptText), new List<(string Part, string Answer)>());
        var split = await new SeatChat(d, "solver").AskAsync(
            Prompts.Fill("least-to-most/split", question, ("count", FormattableString.Invariant($"{options.Questions}"))),
            new NumberedReader(options.Questions));
        foreach (var part in split.Value?.Items ?? [])
        {
            var known = answered.Count == 0 ? "" : Prompts.Fill("least-to-most/known", ("parts", Quote(answered)));
            var reply = await new SeatChat(d, "solver").AskAsync(
                Prompts.Fill("least-to-most/part", question, ("known", known), ("part", Quotation.Quote("the part", part))), answered.Count + 1);
            answered.Add((part, SingleReply.FindAnswer(reply)));
        }
        var last = await new SeatChat(d, "solver").AskAsync(answered.Count == 0 ? Prompts.Fill("least-to-most/whole", question)
            : Prompts.Fill("least-to-most/ask", question, ("parts", Quote(answered))), answered.Count + 1);
        return SingleReply.CreateVerdict(last, answered.Count + 1) with
        {
            Notes = [.. ListNotes(answered)],
            Measures = ImmutableSortedDictionary<string, double>.Empty.Add("parts", answered.Count),
        };
    }

    private static IEnumerable<string> ListNotes(List<(string Part, string Answer)> answered)
    {
        if (answered.Count == 0) yield return "no smaller questions were named; the question was answered as it is";
        if (answered.Count(a => a.Answer.Length == 0) is > 0 and var open)
            yield return FormattableString.Invariant($"{open} smaller questions got no usable answer and stand open");
    }

    private static string Quote(List<(string Part, string Answer)> answered) => Quotation.QuoteAll(answered.Select((a, i) =>
        (FormattableString.Invariant($"part {i + 1}"), $"{a.Part}\n{(a.Answer.Length == 0 ? "(no answer)" : a.Answer)}")));
}

/// <summary>The options of least to most.</summary>
public sealed record LeastToMostOptions
{
    /// <summary>Smaller questions at most.</summary>
    [Option("Smaller questions at most, which are answered before the question itself."), Range(1, 100)]
    public int Questions { get; init; } = 5;
}
