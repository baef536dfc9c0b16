using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Records;

namespace Debate.Tournaments.Protocols;

/// <summary>A protocol with its options, as one arm of an evaluation.</summary>
/// <param name="Name">The protocol's name, followed by the options that a sweep varies.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Options">Its options, as written.</param>
public sealed record EvaluationVariant(string Name, string Protocol, ProtocolOptions Options)
{
    /// <summary>The names of other arms that are the same configuration, and so are this one.</summary>
    public IReadOnlyList<string> SameAs { get; init; } = [];

    /// <summary>Whether it makes its own number of calls: nothing of it could be set so that it makes as many as the others.</summary>
    public bool HasOwnCalls { get; init; }
}

/// <summary>
/// An evaluation as a deliberation: every variant on every question is a child. Variants are passed as options: variant.NUMBER.protocol,
/// variant.NUMBER.name, variant.NUMBER.same (other names of it, with semicolons between them), variant.NUMBER.calls (own, where it makes
/// its own number of calls) and variant.NUMBER.set.OPTION.
/// </summary>
public sealed class Evaluation : IProtocol<EvaluationOptions>
{
    /// <summary>The measure: how often a second seat predicts the decision from the record alone.</summary>
    public const string Predictability = "predictability";

    /// <summary>The measure: the share of the decisions' reasons that are in the recorded graph.</summary>
    public const string Traceability = "traceability";

    /// <summary>The seat that predicts.</summary>
    public const string Predictor = "predictor";

    // The key of a child is v0.QUESTION; those of predictions begin with another letter.
    private const char VariantPrefix = 'v';
    private const string SameSeparator = "; ";
    private const string OwnCalls = "own";

    /// <summary>The protocol's registration.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<EvaluationOptions>("evaluation", 1, () => new Evaluation())
    {
        Kind = "evaluation",
        Passes = options => ParseVariants(options).Select((variant, i) => new PassedOptions(
            $"{OptionPrefix(i)}.set", variant.Protocol, variant.Options)
        {
            SeatPrefix = FormattableString.Invariant($"{i}."),
            Names =
            [
                $"{OptionPrefix(i)}.name", $"{OptionPrefix(i)}.protocol", $"{OptionPrefix(i)}.same", $"{OptionPrefix(i)}.calls",
            ],
        }),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, EvaluationOptions options)
    {
        var children = CreateChildren(d.Problem, d.Seats, await PlanAsync(d, options.Concurrency)).Select(c => c.Child).ToArray();
        var verdicts = await d.DeliberateAsync(children, options.Concurrency);
        if (options.Measure.Predictability)
            await d.DeliberateAsync(await CreatePredictionsAsync(d, children, verdicts), options.Concurrency);
        return new(Decision.Decided) { Ended = "evaluated", Rounds = verdicts.Count };
    }

    /// <summary>The options with a plan for each variant that wants one of the first questions: one child makes it for all of them.</summary>
    private static async Task<ProtocolOptions> PlanAsync(IDeliberation d, int concurrency)
    {
        var wanted = ParseVariants(d.Options).Index().Where(v => v.Item.Protocol == AutoEvolve.Descriptor.Name)
            .Select(v => (Number: v.Index, Options: v.Item.Options.Read<AutoEvolveOptions>()))
            .Where(v => v.Options is { PlanOf: not null, Plan: null }).ToArray();
        if (wanted.Length == 0) return d.Options;
        var made = await d.DeliberateAsync([.. wanted.Select(v => AutoEvolve.CreatePlanning(
            FormattableString.Invariant($"plan.{v.Number}"), d.Problem, [.. d.Problem.Parts.Take(v.Options.PlanOf!.Count)],
            FindSeats(d.Seats, v.Number)[0], v.Options.Refinements))], concurrency);
        var planned = new ProtocolOptions(d.Options);
        foreach (var (variant, verdict) in wanted.Zip(made))
            if (AutoEvolve.ReadPlan(verdict) is { } plan) planned[$"{OptionPrefix(variant.Number)}.set.plan"] = plan.ToJson();
        return planned;
    }

    /// <summary>The key of the child that predicts another child's decision.</summary>
    public static string PredictionKey(string key) => $"predict.{key}";

    /// <summary>
    /// Creates the predictions: a second seat gets the question and the record of each deliberation without its verdict, and predicts the
    /// decision.
    /// </summary>
    private static async Task<Child[]> CreatePredictionsAsync(IDeliberation d, Child[] children, IReadOnlyList<Verdict> verdicts)
    {
        var predictor = d.Seat(Predictor) with { Name = "solver" };
        var predictions = new List<Child>();
        foreach (var (child, verdict) in children.Zip(verdicts).Where(c => c.Second.Answer is not null))
        {
            var told = Prompts.Fill("evaluation/predict", ("question", child.Problem.PromptText),
                ("record", BlindTranscript.Format(Transcript.Read(await d.ReadAsync(child.Key)))));
            var problem = new Problem(child.Problem.Key, told) { Choices = child.Problem.Choices, Answers = [verdict.Answer!] };
            predictions.Add(new(PredictionKey(child.Key), Direct.Descriptor.Name, problem, [predictor], []));
        }
        return [.. predictions];
    }

    /// <summary>The children, question by question, so that an evaluation that stops early leaves complete comparisons.</summary>
    public static IEnumerable<(EvaluationVariant Variant, Problem Problem, Child Child)> CreateChildren(
        Problem problem, IReadOnlyList<Seat> seats, ProtocolOptions options)
    {
        var variants = ParseVariants(options);
        foreach (var part in problem.Parts)
            foreach (var (variant, number) in variants.Select((v, i) => (v, i)))
                yield return (variant, part, new Child(
                    string.Create(CultureInfo.InvariantCulture, $"{VariantPrefix}{number}.{Slug.Create(part.Key)}"),
                    variant.Protocol, part, FindSeats(seats, number), variant.Options));
    }

    /// <summary>The verdicts on the questions so far, by variant; predictions are none of them.</summary>
    public static IEnumerable<IEnumerable<Verdict>> ReadVerdicts(IReadOnlyList<EntryBody> entries)
    {
        var start = RunDefinitions.FromEntries(entries).Id.Value.Length + 1;
        return entries.OfType<ChildCompleted>().Where(c => c.Child.Value[start] == VariantPrefix)
            .GroupBy(c => c.Child.Value[start..c.Child.Value.IndexOf('.', start)], c => c.Verdict, StringComparer.Ordinal);
    }

    /// <summary>The variants in the options, in order.</summary>
    public static IReadOnlyList<EvaluationVariant> ParseVariants(ProtocolOptions options)
    {
        var variants = new List<EvaluationVariant>();
        while (options.WithPrefix(OptionPrefix(variants.Count)) is { Count: > 0 } own)
            variants.Add(new(Get(own, "name"), Get(own, "protocol"), own.WithPrefix("set"))
            {
                SameAs = own.GetValueOrDefault("same")?.Split(SameSeparator) ?? [],
                HasOwnCalls = own.GetValueOrDefault("calls") == OwnCalls,
            });
        return variants;

        string Get(ProtocolOptions own, string name) => own.GetValueOrDefault(name)
            ?? throw new InputException($"option '{OptionPrefix(variants.Count)}.{name}': it is missing and must be given");
    }

    /// <summary>The options that encode the variants.</summary>
    public static ProtocolOptions ToOptions(IEnumerable<EvaluationVariant> variants)
    {
        var options = new ProtocolOptions();
        foreach (var (variant, prefix) in variants.Select((v, i) => (v, OptionPrefix(i))))
        {
            options[$"{prefix}.name"] = variant.Name;
            options[$"{prefix}.protocol"] = variant.Protocol;
            if (variant.SameAs.Count > 0) options[$"{prefix}.same"] = string.Join(SameSeparator, variant.SameAs);
            if (variant.HasOwnCalls) options[$"{prefix}.calls"] = OwnCalls;
            foreach (var (name, value) in variant.Options) options[$"{prefix}.set.{name}"] = value;
        }
        return options;
    }

    /// <summary>Renames a variant's seat to NUMBER.SEAT, its name among the evaluation's seats.</summary>
    public static Seat QualifySeat(Seat seat, int variant) =>
        seat with { Name = $"{variant.ToString(CultureInfo.InvariantCulture)}.{seat.Name}" };

    private static Seat[] FindSeats(IReadOnlyList<Seat> seats, int variant)
    {
        var prefix = variant.ToString(CultureInfo.InvariantCulture) + ".";
        return
        [
            .. seats.Where(s => s.Name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(s => s with { Name = s.Name[prefix.Length..] }),
        ];
    }

    private static string OptionPrefix(int number) => $"variant.{number.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>The options of an evaluation, besides its variants.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Deliberations at once.</summary>
    [Option("Deliberations at once."), Range(1, 100_000)]
    public int Concurrency { get; init; } = 64;

    /// <summary>What is measured besides.</summary>
    [Option("What is measured besides.")]
    public EvaluationMeasures Measure { get; init; } = EvaluationMeasures.None;

    /// <summary>The name of the checker of the answers.</summary>
    [Option("How answers are checked."), OneOf(typeof(AnswerCheckers), nameof(AnswerCheckers.Names))]
    public string Checker { get; init; } = "auto";

    /// <summary>The most calls for a question of the variants that can be given so many; 0 where nothing is known of it.</summary>
    [Option("The most calls for a question of variants that can be given so many; 0 for not known."), Range(0, 1_000_000)]
    public int Calls { get; init; }

    /// <summary>The share of unread deciding replies from which on the result is partial.</summary>
    [Option(UnreadLimit.Meaning), Range(0.0, 1.0)]
    public double MaxUnread { get; init; } = UnreadLimit.Default;
}

/// <summary>What an evaluation measures besides right answers.</summary>
/// <param name="Predictability">How often a second seat predicts the decision from the record alone.</param>
/// <param name="Traceability">The share of the decisions' reasons that are in the recorded graph.</param>
public sealed record EvaluationMeasures(bool Predictability, bool Traceability) : IOptionValue<EvaluationMeasures>
{
    private const string NoMeasure = "none";

    /// <summary>Neither.</summary>
    public static EvaluationMeasures None { get; } = new(false, false);

    /// <inheritdoc/>
    public static string Rule => "predictability, traceability, both with a comma between them, or none";

    /// <inheritdoc/>
    public static bool TryRead(string text, out EvaluationMeasures? value)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        value = names.All(name => name is Evaluation.Predictability or Evaluation.Traceability or NoMeasure)
            ? new(names.Contains(Evaluation.Predictability), names.Contains(Evaluation.Traceability)) : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public static string Write(EvaluationMeasures? value)
    {
        string[] names =
        [
            .. value!.Predictability ? [Evaluation.Predictability] : Array.Empty<string>(),
            .. value.Traceability ? [Evaluation.Traceability] : Array.Empty<string>(),
        ];
        return names.Length == 0 ? NoMeasure : string.Join(',', names);
    }
}
