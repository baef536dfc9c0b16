using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// A solution step by step, each step checked and, where it is found wrong, reflected on and written anew before the next one (Yan et al.,
/// "S3c-Math: Spontaneous Step-level Self-correction Makes Large Language Models Better Mathematical Reasoners", AAAI 2025). What was found
/// wrong is seen by no later step and stands in no transcript.
/// </summary>
public sealed class SpontaneousCorrection : IProtocol<SpontaneousCorrectionOptions>
{
    private const string Solver = "solver", Critic = "critic";
    private static readonly StepReader Reader = new();
    private static readonly SoundReader Check = new();

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<SpontaneousCorrectionOptions>("spontaneous-correction", 1, () => new SpontaneousCorrection())
    {
        Seats = o => o.Critic == CriticSeat.Apart ? [Solver, Critic] : [Solver],
        MaxCalls = o => o.Steps * (1 + 2 * o.Corrections),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, SpontaneousCorrectionOptions options)
    {
        var (steps, rejected, corrected, unread) = (new List<string>(), 0, 0, 0);
        var critic = options.Critic == CriticSeat.Apart ? Critic : Solver;
        while (true)
        {
            var last = ("last", steps.Count + 1 < options.Steps ? "" : Prompts.Get("spontaneous-correction/last"));
            var reply = await AskAsync("spontaneous-correction/step", Solver, Reader, last);
            for (var correction = 1; reply.Value is { } step && correction <= options.Corrections; correction++)
            {
                var quoted = ("step", Quotation.Quote("step", step.Text));
                var found = await AskAsync("spontaneous-correction/check", critic, Check, quoted);
                if (found.IsUnread) unread++;
                if (found.Value is not { IsAccepted: false } wrong) break;
                rejected++;
                var reason = ("reason", Quotation.Quote("check", wrong.Reason ?? found.Text));
                var anew = await AskAsync("spontaneous-correction/correct", Solver, Reader, quoted, reason, last);
                if (anew.IsUnread) unread++;
                if (anew.IsUnread) break;
                (reply, corrected) = (anew, corrected + 1);
            }
            if (reply.Value is not { } sound) return Conclude(Verdict.FromFault(reply.Last), "unread");
            steps.Add(sound.Text);
            await d.SayAsync(Solver, sound.Text, steps.Count);
            if (sound.IsDone || steps.Count == options.Steps)
                return Conclude(FinalAnswer.Extract(sound.Text) is { Length: > 0 } answer ? new(Decision.Decided) { Answer = answer }
                    : Verdict.FromFault(reply.Last), sound.IsDone ? "done" : "steps");
        }

        Task<Reply<T>> AskAsync<T>(string prompt, string seat, IReader<T> reader, params (string, string)[] values) where T : class =>
            new SeatChat(d, seat).AskAsync(Prompts.Fill(prompt,
                [("question", d.Problem.PromptText), ("steps", Format(steps)), .. values]), reader);

        Verdict Conclude(Verdict verdict, string ended) => verdict with
        {
            Ended = ended,
            Rounds = steps.Count,
            Notes = unread == 0 ? [] : [FormattableString.Invariant($"{unread} checks or corrections could not be read; the step stands as it was")],
            Measures = ImmutableSortedDictionary<string, double>.Empty
                .Add("steps", steps.Count).Add("rejected", rejected).Add("corrected", corrected),
        };
    }

    private static string Format(List<string> steps) => steps.Count == 0 ? Prompts.Get("spontaneous-correction/nothing")
        : Quotation.Quote("solution", string.Join('\n', steps.Select((step, i) => FormattableString.Invariant($"{i + 1}. {step}"))));
}

/// <summary>The options of spontaneous correction.</summary>
public sealed record SpontaneousCorrectionOptions
{
    /// <summary>Steps at most.</summary>
    [Option("Steps at most; the last one must answer."), Range(1, 100)]
    public int Steps { get; init; } = 12;

    /// <summary>Corrections of a step at most.</summary>
    [Option("Corrections of a step at most; with 0 no step is checked."), Range(0, 10)]
    public int Corrections { get; init; } = 1;

    /// <summary>Who checks the steps.</summary>
    [Option("Who checks the steps: the seat that writes them, in a fresh chat, or a seat of its own.")]
    public CriticSeat Critic { get; init; }
}
