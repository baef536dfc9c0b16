using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Chain of Self-Correction (Gao et al., "Embedding Self-Correction as an Inherent Ability in Large Language Models for Enhanced Mathematical
/// Reasoning", 2024): a stage is a program, its output, a verification in two parts, and a conclusion, which accepts or begins another
/// stage. The last stage must conclude. The paper tunes a model for it; here any model is prompted.
/// </summary>
public sealed class ChainOfSelfCorrection : IProtocol<SelfCorrectionOptions>
{
    private const string Solver = "solver", Verifier = "verifier", Program = "program";
    private static readonly ProgramJudgementReader Judgement = new();

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new ProtocolDescriptor<SelfCorrectionOptions>(
        "chain-of-self-correction", 1, () => new ChainOfSelfCorrection())
    {
        Seats = o => o.Verify == VerifyingSeat.Apart ? [Solver, Verifier] : [Solver],
        MaxCalls = o => 2 * o.Stages,
        CallsOption = "stages",
        Language = o => ProgramTurns.NameOf(o.Language),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, SelfCorrectionOptions options)
    {
        var (language, question) = (ProgramTurns.NameOf(options.Language), d.Problem.PromptText);
        var solver = new SeatChat(d, Solver);
        var told = Prompts.Fill("chain-of-self-correction/program", ("question", question), ("language", language));
        var failed = 0;
        for (var stage = 1; ; stage++)
        {
            var isLast = stage == options.Stages;
            var written = await solver.AskAsync(told, new ProgramReader(language), stage);
            var reason = "there was no program to run.";
            if (written.Value is { } program)
            {
                var result = await d.ExecuteAsync(new(language, program.Source));
                if (result.End != ProgramEnd.Done) failed++;
                var output = Quotation.Quote("output", ProgramTurns.Describe(result));
                await d.SayAsync(Program, ProgramTurns.Describe(result), stage);
                if (isLast)
                    return Conclude(SingleReply.CreateVerdict(
                        await solver.AskAsync(Prompts.Fill("chain-of-self-correction/conclude", ("output", output)), stage)), "stages");
                var judged = (await VerifyAsync(d, options.Verify, solver, program, output, stage)).Value;
                if (judged is { IsAccepted: true })
                    return Conclude(new(Decision.Decided) { Answer = judged.Answer, Reason = judged.Reason }, "accepted");
                reason = judged?.Reason ?? "the check gave no reason.";
            }
            else if (isLast) return Conclude(Verdict.FromFault(written.Last), "no-program");
            told = Prompts.Fill("chain-of-self-correction/again", ("language", language),
                ("reason", options.Verify == VerifyingSeat.Apart ? Quotation.Quote(Verifier, reason) : reason));

            Verdict Conclude(Verdict verdict, string ended) => verdict with
            {
                Ended = ended,
                Rounds = stage,
                Measures = ImmutableSortedDictionary<string, double>.Empty.Add("stages", stage).Add("programs.failed", failed),
            };
        }
    }

    private static Task<Reply<ProgramJudgement>> VerifyAsync(
        IDeliberation d, VerifyingSeat seat, SeatChat solver, WrittenProgram program, string output, int stage) =>
        seat == VerifyingSeat.Same
            ? solver.AskAsync(Prompts.Fill("chain-of-self-correction/verify", ("output", output)), Judgement, stage)
            : new SeatChat(d, Verifier).AskAsync(Prompts.Fill("chain-of-self-correction/verify-apart",
                ("question", d.Problem.PromptText), ("program", Quotation.Quote(Program, program.Source)), ("output", output)),
                Judgement, stage);
}

/// <summary>The options of a chain of self-correction.</summary>
public sealed record SelfCorrectionOptions
{
    /// <summary>Stages at most.</summary>
    [Option("Stages at most, each a program, its output and a check; the last one must conclude."), Range(1, 10)]
    public int Stages { get; init; } = 3;

    /// <summary>The language of the programs.</summary>
    [Option("The language of the programs; Python where it is set up.")]
    public ProgramLanguage Language { get; init; }

    /// <summary>Who verifies.</summary>
    [Option("Who checks a program and its output: the seat that wrote it, or a seat of its own that sees nothing else.")]
    public VerifyingSeat Verify { get; init; }
}

/// <summary>Who verifies a program and its output.</summary>
public enum VerifyingSeat
{
    /// <summary>The seat that wrote the program, in the same chat.</summary>
    Same,

    /// <summary>A seat of its own, in a fresh chat for each check.</summary>
    Apart,
}
