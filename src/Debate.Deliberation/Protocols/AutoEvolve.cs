using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Debate.Core.Input;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// A plan that was made for the task, filled in for one question (Aswani et al., "Auto-Evolve: Enhancing Large Language Model's Performance via
/// Self-Reasoning Framework", Findings of EMNLP 2024). Without a plan given it makes one for its question alone, as a child
/// (<see cref="AutoEvolvePlan"/>); an evaluation makes one for all of its questions.
/// </summary>
public sealed class AutoEvolve : IProtocol<AutoEvolveOptions>
{
    private const string Planner = "planner", Solver = "solver";

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<AutoEvolveOptions>("auto-evolve", 1, () => new AutoEvolve())
    {
        Seats = o => o.Plan is null ? [Planner, Solver] : [Solver],
        MaxCalls = o => o.Plan is null && o.PlanOf is null ? 1 + AutoEvolvePlan.CountCalls(o.Refinements) : 1,
        Validate = (_, o) =>
        {
            if (o.PlanOf is not null && o.Plan is null)
                throw new InputException($"option 'plan-of': {FirstQuestions.Write(o.PlanOf)} makes a plan of the questions of an evaluation");
        },
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, AutoEvolveOptions options)
    {
        var made = options.Plan is not null || options.PlanOf is not null ? null
            : await d.DeliberateAsync(CreatePlanning("plan", d.Problem, [d.Problem], d.Seat(Planner), options.Refinements));
        if ((options.Plan ?? ReadPlan(made)) is not { } plan)
            return (made ?? new(Decision.Undecided) { Reason = "No plan could be made for the questions of the evaluation." }) with
            {
                Ended = "no-plan",
            };
        var reply = await new SeatChat(d, Solver).AskAsync(Prompts.Fill(
            "auto-evolve/solve", ("question", d.Problem.PromptText), ("plan", Quotation.Quote("plan", plan.ToJson()))), 1);
        return SingleReply.CreateVerdict(reply) with
        {
            Notes = made?.Notes ?? [],
            Measures = ImmutableSortedDictionary<string, double>.Empty.Add("plan.steps", plan.Steps.Count),
        };
    }

    /// <summary>The child that makes a plan of some questions.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="task">The problem that they are of.</param>
    /// <param name="questions">The questions; their keys are not a part of it.</param>
    /// <param name="planner">The seat that plans.</param>
    /// <param name="refinements">How often the plan is refined.</param>
    public static Child CreatePlanning(string key, Problem task, IReadOnlyList<Problem> questions, Seat planner, int refinements) => new(
        key, AutoEvolvePlan.Descriptor.Name,
        new Problem(task.Key, task.Text) { Parts = [.. questions.Select(WithoutKey)] },
        [planner with { Name = Planner }],
        ProtocolOptions.FromRecord(new AutoEvolvePlanOptions { Refinements = refinements, Shown = Math.Max(1, questions.Count) }));

    private static Problem WithoutKey(Problem question) => new(question.Key, question.Text)
    {
        Choices = question.Choices, Source = question.Source, Passage = question.Passage, IsPassageShared = question.IsPassageShared,
    };

    /// <summary>The plan that a child made; null where it made none.</summary>
    public static ReasoningPlan? ReadPlan(Verdict? made) =>
        made?.Answer is { } answer && ReasoningPlan.TryRead(answer, out var plan) ? plan : null;
}

/// <summary>
/// The first stage of Auto-Evolve: ways of thinking for a task, which is known by a few of its questions, one plan made of them, and what is
/// missing in it added. Its answer is the plan. A reply that is no plan is asked for again; then the last good one stands.
/// </summary>
public sealed class AutoEvolvePlan : IProtocol<AutoEvolvePlanOptions>
{
    private const string Planner = "planner";
    private const int MaxModules = 20;
    private static readonly PlanReader Reader = new();

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<AutoEvolvePlanOptions>("auto-evolve-plan", 1, () => new AutoEvolvePlan())
    {
        Seats = _ => [Planner],
        MaxCalls = o => CountCalls(o.Refinements),
    };

    /// <summary>The calls for a plan.</summary>
    internal static int CountCalls(int refinements) => 2 + refinements;

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, AutoEvolvePlanOptions options)
    {
        var shown = d.Problem.Parts.Count == 0 ? [d.Problem] : d.Problem.Parts.Take(options.Shown).ToArray();
        var questions = ("questions", Quotation.QuoteAll(shown.Select((q, i) => (FormattableString.Invariant($"question {i + 1}"), q.PromptText))));
        var (plan, again, kept) = ((ReasoningPlan?)null, 0, 0);
        var modules = await AskAsync("auto-evolve-plan/modules", new NumberedReader(MaxModules));
        if (modules.Value is null) return Conclude(Verdict.FromFault(modules.Last));
        var listed = ("modules", Quotation.Quote("modules", string.Join('\n', modules.Value.Items)));
        for (var version = 0; version <= options.Refinements; version++)
        {
            var reply = await (plan is null ? AskAsync("auto-evolve-plan/implement", Reader, listed)
                : AskAsync("auto-evolve-plan/refine", Reader, ("plan", Quotation.Quote("plan", plan.ToJson()))));
            if (reply.Value is null && plan is null) return Conclude(Verdict.FromFault(reply.Last));
            if (reply.Value is null) kept++;
            plan = reply.Value ?? plan;
            var text = plan!.ToJson();
            await d.RecordAsync(FormattableString.Invariant($"plan/{version}"), () => text);
        }
        return Conclude(new(Decision.Decided) { Answer = plan!.ToJson() });

        async Task<Reply<T>> AskAsync<T>(string prompt, IReader<T> reader, params (string, string)[] values) where T : class
        {
            var reply = await new SeatChat(d, Planner).AskAsync(Prompts.Fill(prompt, [questions, .. values]), reader);
            again += reply.Chat.Messages().Count(m => m.Role == Role.Assistant) - 1;
            return reply;
        }

        Verdict Conclude(Verdict verdict) => verdict with
        {
            Ended = plan is null ? "no-plan" : "plan",
            Rounds = 1 + options.Refinements,
            Notes = [.. ListNotes(again, kept)],
            Measures = ImmutableSortedDictionary<string, double>.Empty.Add("plan.steps", plan?.Steps.Count ?? 0).Add("plan.asked-again", again),
        };
    }

    private static IEnumerable<string> ListNotes(int again, int kept)
    {
        if (again > 0) yield return FormattableString.Invariant($"the plan was asked for again {again} times");
        if (kept > 0) yield return FormattableString.Invariant($"{kept} refinements were no plan; the one before stands");
    }
}

/// <summary>The options of Auto-Evolve.</summary>
public sealed record AutoEvolveOptions
{
    /// <summary>The name of the option by which an evaluation makes one plan for its questions.</summary>
    public const string PlanOfName = "plan-of";

    /// <summary>Refinements of the plan.</summary>
    [Option("How often the plan is refined, where one is made."), Range(0, 5)]
    public int Refinements { get; init; } = 2;

    /// <summary>The plan; null to make one.</summary>
    [Option("The plan: a JSON object with the steps as its keys, as auto-evolve-plan answers it; none makes one for the question.")]
    public ReasoningPlan? Plan { get; init; }

    /// <summary>The questions of an evaluation that one plan for all is made of; null for a plan of its own for each.</summary>
    [Option("In an evaluation: the questions that one plan for all of them is made of, first:5 for the first five.", Name = PlanOfName)]
    public FirstQuestions? PlanOf { get; init; }
}

/// <summary>The options of a plan.</summary>
public sealed record AutoEvolvePlanOptions
{
    /// <summary>Refinements of the plan.</summary>
    [Option("How often the plan is refined."), Range(0, 5)]
    public int Refinements { get; init; } = 2;

    /// <summary>Questions shown.</summary>
    [Option("How many questions of the task are shown, without their answers."), Range(1, 100)]
    public int Shown { get; init; } = 3;
}

/// <summary>The first questions of an evaluation.</summary>
/// <param name="Count">How many, from 1 to 100.</param>
public sealed record FirstQuestions(int Count) : IOptionValue<FirstQuestions>
{
    private const string None = "none", First = "first:";

    /// <inheritdoc/>
    public static string Rule => "none, or first:N with N from 1 to 100";

    /// <inheritdoc/>
    public static bool TryRead(string text, out FirstQuestions? value)
    {
        value = text.StartsWith(First, StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(First.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 100
            ? new(count) : null;
        return value is not null || text == None;
    }

    /// <inheritdoc/>
    public static string Write(FirstQuestions? value) => value is null ? None : $"{First}{value.Count.ToString(CultureInfo.InvariantCulture)}";
}
