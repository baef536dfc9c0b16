using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Self-contemplation (SEC: Li et al., "Are Human-generated Demonstrations Necessary for In-context Learning?", ICLR 2024): a seat makes
/// examples of its own for the very question, and answers with them before it. What is malformed, repeats the question, or is contradicted by
/// a program (ours) is dropped.
/// </summary>
public sealed class SelfContemplation : IProtocol<SelfContemplationOptions>
{
    private const string Solver = "solver";

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<SelfContemplationOptions>("self-contemplation", 1, () => new SelfContemplation())
    {
        Seats = _ => [Solver],
        MaxCalls = o => 2 + (o.Check == DemonstrationCheck.Program ? o.Demonstrations : 0),
        Language = o => o.Check == DemonstrationCheck.Program ? ProgramCall.JavaScript : null,
        SharedPrompts = ["chain-of-thought"],
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, SelfContemplationOptions options)
    {
        var (question, isReasoned) = (d.Problem.PromptText, options.Style == DemonstrationStyle.Reasoned);
        var reader = new DemonstrationReader(options.Demonstrations, isReasoned);
        var made = await new SeatChat(d, Solver).AskAsync(Prompts.Fill("self-contemplation/make", ("question", question),
            ("count", Format(options.Demonstrations)), ("steps", isReasoned ? " step by step" : ""), ("form", DescribeForm(isReasoned))), reader, 1);
        var found = made.Value ?? reader.Find(made.Text);
        var others = found.Items.Where(item => !IsSame(item.Question, d.Problem.Text)).ToArray();
        var kept = options.Check == DemonstrationCheck.Program ? await CheckAsync(d, others) : others;
        var shown = new DemonstrationList(kept, 0).Format();
        var reply = await new SeatChat(d, Solver).AskAsync(kept.Count == 0
            ? Prompts.Fill("chain-of-thought/ask", ("question", question))
            : Prompts.Fill("self-contemplation/answer", ("question", question), ("examples", Quotation.Quote("examples", shown))), 2);
        return SingleReply.CreateVerdict(reply, 2) with
        {
            Measures = ImmutableSortedDictionary<string, double>.Empty.Add("demonstrations.valid", kept.Count),
            Notes = [.. ListNotes()],
        };

        IEnumerable<string> ListNotes()
        {
            if (found.Dropped > 0) yield return $"{Format(found.Dropped)} of its examples were malformed and were dropped";
            if (found.Items.Count > others.Length)
                yield return $"{Format(found.Items.Count - others.Length)} of its examples repeated the question and were dropped";
            if (others.Length > kept.Count) yield return $"{Format(others.Length - kept.Count)} of its examples were contradicted by a program and were dropped";
            if (kept.Count == 0) yield return "no example was left; the question was answered without";
        }
    }

    /// <summary>The examples without those with a number as answer for which a program of the seat prints another one.</summary>
    private static async Task<IReadOnlyList<Demonstration>> CheckAsync(IDeliberation d, Demonstration[] items)
    {
        var holds = await d.AllAsync<bool>([.. items.Select(item => (Func<IDeliberation, Task<bool>>)(async b =>
        {
            if (AnswerValue.Parse(item.Answer).Kind != AnswerKind.Number) return true;
            var written = await new SeatChat(b, Solver).AskAsync(Prompts.Fill("self-contemplation/check",
                ("question", item.Question), ("language", ProgramCall.JavaScript)), new ProgramReader(ProgramCall.JavaScript));
            if (written.Value is not { } program) return true;
            var result = await b.ExecuteAsync(new(ProgramCall.JavaScript, program.Source));
            return result.End != ProgramEnd.Done || AnswerValue.Parse(result.Output).Kind != AnswerKind.Number
                || AnswerGroups.AreSame(result.Output.Trim(), item.Answer);
        }))]);
        return [.. items.Zip(holds).Where(i => i.Second).Select(i => i.First)];
    }

    private static bool IsSame(string one, string other) =>
        string.Equals(NormalisedText.Normalise(one), NormalisedText.Normalise(other), StringComparison.OrdinalIgnoreCase);

    private static string DescribeForm(bool isReasoned) =>
        isReasoned ? "Q1: the question\nS1: the steps that lead to its answer\nA1: its answer alone" : "Q1: the question\nA1: its answer alone";

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The options of self-contemplation.</summary>
public sealed record SelfContemplationOptions
{
    /// <summary>Examples.</summary>
    [Option("Examples that the seat makes for itself."), Range(1, 10)]
    public int Demonstrations { get; init; } = 5;

    /// <summary>Whether examples show how their answers are reached.</summary>
    [Option("Whether its examples show the steps to their answers.")]
    public DemonstrationStyle Style { get; init; }

    /// <summary>How examples are checked.</summary>
    [Option("Whether a program checks examples whose answer is a number; a call more for each (not in the paper).")]
    public DemonstrationCheck Check { get; init; }
}

/// <summary>What examples show.</summary>
public enum DemonstrationStyle
{
    /// <summary>Steps and the answer.</summary>
    Reasoned,

    /// <summary>The answer.</summary>
    Plain,
}

/// <summary>How examples are checked.</summary>
public enum DemonstrationCheck
{
    /// <summary>Not at all.</summary>
    No,

    /// <summary>By a program that computes the answer.</summary>
    Program,
}
