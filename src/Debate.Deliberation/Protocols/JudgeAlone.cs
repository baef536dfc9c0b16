using Debate.Deliberation.Discussions;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// A judge who decides between two answers without a debate and without the text: the baseline that debate and consultancy must beat (Khan
/// et al., 2024).
/// </summary>
public sealed class BlindJudge : IProtocol<JudgeAloneOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = JudgeAlone.CreateDescriptor("blind-judge", () => new BlindJudge());

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d, JudgeAloneOptions options) => JudgeAlone.RunAsync(d, options, passage: null);
}

/// <summary>A judge who decides without a debate and sees the text: the upper bound for debate (Khan et al., 2024).</summary>
public sealed class OracleJudge : IProtocol<JudgeAloneOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = JudgeAlone.CreateDescriptor("oracle-judge", () => new OracleJudge());

    /// <inheritdoc/>
    public Task<Verdict> RunAsync(IDeliberation d, JudgeAloneOptions options) => JudgeAlone.RunAsync(d, options, d.Problem.Passage);
}

/// <summary>The descriptor and the run that both baselines share.</summary>
internal static class JudgeAlone
{
    private const string Judge = "judge";

    public static ProtocolDescriptor CreateDescriptor(string name, Func<IProtocol> create) =>
        new ProtocolDescriptor<JudgeAloneOptions>(name, 2, create)
        {
            Validate = (problem, options) => AnswerPair.FromProblem(problem, options.Answers),
            Seats = _ => [Judge],
            MaxCalls = _ => 1,
            SharedPrompts = Advocacy.SharedPrompts,
            AssignsPassage = true,
        };

    public static Task<Verdict> RunAsync(IDeliberation d, JudgeAloneOptions options, string? passage) =>
        AnswerOrder.RunAsync(d, options.Orders, async (branch, order) =>
    {
        var advocacy = new Advocacy(branch, options, order);
        advocacy.AddSeat(Judge, "advocacy/alone", passage);
        return advocacy.CreateVerdict(await advocacy.AskJudgeAsync(Judge, Prompts.Get("advocacy/answer"), [], 1), [], 1);
    });
}

/// <summary>The options of a judge who decides without a debate.</summary>
public sealed record JudgeAloneOptions : AdvocacyOptions
{
    /// <summary>In which order the answers stand.</summary>
    [Option(AnswerOrder.Meaning)]
    public AnswerOrders Orders { get; init; }
}
