using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Planning;

/// <summary>The specification of an evaluation. Plain data: it is journaled.</summary>
public sealed record EvaluationSpec
{
    /// <summary>The file of questions, as written.</summary>
    public required string Questions { get; init; }

    /// <summary>The protocols that it compares, in the order of the report.</summary>
    public required IReadOnlyList<string> Protocols { get; init; }

    /// <summary>
    /// Options by PROTOCOL.OPTION, as written; the protocol may be omitted, which sets the option in every protocol that has it.
    /// </summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The options that are varied, each on its own.</summary>
    public IReadOnlyList<string> Sweep { get; init; } = [];

    /// <summary>The largest number of questions, at least 1; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>How many calls protocols may make for a question, at least 1; null for as many as MAD makes at most.</summary>
    public int? Calls { get; init; }

    /// <summary>The name of the checker of the answers.</summary>
    public string Checker { get; init; } = new EvaluationOptions().Checker;

    /// <summary>What is measured besides.</summary>
    public EvaluationMeasures Measure { get; init; } = EvaluationMeasures.None;

    /// <summary>Deliberations at once, 1 to 100,000.</summary>
    public int Concurrency { get; init; } = new EvaluationOptions().Concurrency;

    /// <summary>The share of unread deciding replies from which on the result is partial, in [0, 1].</summary>
    public double MaxUnread { get; init; } = UnreadLimit.Default;
}

/// <summary>What an evaluation's journal keeps of its specification, in entry 0.</summary>
/// <param name="Evaluation">The specification.</param>
/// <param name="LeftOut">The keys of the questions without an expected answer, which are not asked.</param>
/// <param name="Questions">What the file of questions was read as, what was assumed and which fields were not used; null for
/// nothing.</param>
public sealed record StoredEvaluation(EvaluationSpec? Evaluation, IReadOnlyList<string> LeftOut, string? Questions = null);

/// <summary>What an evaluation runs: variants on questions.</summary>
/// <param name="Variants">Each protocol, and each swept option varied on its own around the options that are set; each configuration
/// once.</param>
/// <param name="Questions">The questions, in their order.</param>
/// <param name="LeftOut">The keys of the questions without an expected answer: an answer to them cannot be checked.</param>
public sealed record EvaluationPlan(
    IReadOnlyList<EvaluationVariant> Variants, IReadOnlyList<Problem> Questions, IReadOnlyList<string> LeftOut)
{
    /// <summary>The most calls for a question of every variant that has an option for them.</summary>
    public required int Calls { get; init; }

    /// <summary>The stand-in for the model, where all of it runs without one; else null.</summary>
    public string? Model { get; init; }
}

/// <summary>Plans an evaluation from its specification and its questions. It reads no file: a tool or a server can plan with it.</summary>
/// <param name="spec">The specification.</param>
/// <param name="protocols">The protocols.</param>
public sealed class EvaluationPlanner(EvaluationSpec spec, ProtocolRegistry protocols)
{
    /// <summary>The plan; throws <see cref="InputException"/> for an unknown protocol or option, or a checker that a question does not
    /// suit.</summary>
    /// <param name="questions">The questions of the file.</param>
    /// <param name="hasModel">Whether a model is named; else what can run without one does.</param>
    public EvaluationPlan CreatePlan(IReadOnlyList<Problem> questions, bool hasModel)
    {
        var keyed = questions.Where(q => q.Answers.Count > 0).Take(spec.Limit ?? int.MaxValue).ToArray();
        var checker = AnswerCheckers.Get(spec.Checker);
        foreach (var question in keyed) checker.Check("", question);
        var entries = FindProtocols();
        var given = FindGivenOptions(entries);
        // A comparison is fair only at equal cost.
        var mad = Mad.Descriptor.CompleteOptions(given.GetValueOrDefault(Mad.Descriptor.Name) ?? []);
        var calls = spec.Calls ?? Mad.Descriptor.MaxCalls(mad);
        var plan = new EvaluationPlan(
            [.. entries.SelectMany(e => CreateVariants(e, given[e.Name], calls))], keyed,
            [.. questions.Where(q => q.Answers.Count == 0).Select(q => q.Key)]) { Calls = calls };
        if (!hasModel && !spec.Measure.Predictability) plan = WithoutModels(plan) ?? plan;
        return plan with { Variants = MergeEqual(plan.Variants) };
    }

    /// <summary>The names of the seats to fill, each once.</summary>
    public IReadOnlyList<string> FindSeats(EvaluationPlan plan) =>
        [.. plan.Variants.SelectMany(FindSeats).Concat(FindFurtherSeats()).Distinct()];

    /// <summary>The run, without a configuration, budget and priority, and the specification that is stored in it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="seats">The seats of <see cref="FindSeats(EvaluationPlan)"/>, filled.</param>
    /// <param name="name">The name of the run, and that of the questions.</param>
    /// <param name="id">The id of the run.</param>
    /// <param name="seed">The seed of the run.</param>
    public (RunDefinition Definition, StoredEvaluation Stored) CreateRun(
        EvaluationPlan plan, IReadOnlyList<Seat> seats, (string Run, string Questions) name, DeliberationId id, long seed)
    {
        var filled = seats.ToDictionary(s => s.Name, StringComparer.Ordinal);
        var own = new EvaluationOptions
        {
            Checker = spec.Checker, Measure = spec.Measure, Concurrency = spec.Concurrency, MaxUnread = spec.MaxUnread, Calls = plan.Calls,
        };
        foreach (var variant in plan.Variants)
        {
            var protocol = protocols.Find(variant.Protocol);
            protocol.ValidateSeats(FindSeats(variant).Select(s => filled[s]), protocol.CompleteOptions(variant.Options));
        }
        var problem = new Problem(spec.Questions, name.Questions) { Parts = plan.Questions };
        var definition = new RunDefinition
        {
            Id = id,
            Kind = Evaluation.Descriptor.Kind,
            Name = name.Run,
            Protocol = Evaluation.Descriptor.Name,
            Version = Evaluation.Descriptor.Fingerprint,
            Options = protocols.CompleteOptions(
                Evaluation.Descriptor.Name, problem, new(Evaluation.ToOptions(plan.Variants).Concat(ProtocolOptions.FromRecord(own)))),
            Seats =
            [
                .. plan.Variants.SelectMany((variant, number) => FindSeats(variant).Select(s => Evaluation.QualifySeat(filled[s], number))),
                .. FindFurtherSeats().Select(s => filled[s]),
            ],
            Problem = problem,
            Seed = seed,
        };
        var keys = Evaluation.CreateChildren(problem, definition.Seats, definition.Options).Select(c => c.Child.Key);
        if (spec.Measure.Predictability) keys = keys.Select(Evaluation.PredictionKey);
        ChildIds.Validate(id, keys.MaxBy(key => key.Length) ?? "");
        return (definition, new(spec, plan.LeftOut));
    }

    private IReadOnlyList<string> FindSeats(EvaluationVariant variant)
    {
        var protocol = protocols.Find(variant.Protocol);
        return protocol.Seats(protocol.CompleteOptions(variant.Options));
    }

    private string[] FindFurtherSeats() => spec.Measure.Predictability ? [Evaluation.Predictor] : [];

    private ProtocolDescriptor[] FindProtocols() => spec.Protocols.Count > 0 ? [.. spec.Protocols.Select(FindProtocol)]
        : throw new InputException("--protocol: it names no protocol");

    private Dictionary<string, ProtocolOptions> FindGivenOptions(ProtocolDescriptor[] entries)
    {
        var given = entries.ToDictionary(e => e.Name, _ => new ProtocolOptions());
        foreach (var (name, value) in spec.Options)
            foreach (var (protocol, option) in FindOwners(name, entries)) given[protocol.Name][option] = value;
        foreach (var option in spec.Sweep.Where(o => !entries.Any(e => FindRule(e, o) is { SweepValues.Count: > 0 })))
            throw new InputException($"--sweep '{option}': no protocol of this evaluation has an option of that name that can be swept");
        return given;
    }

    private IEnumerable<EvaluationVariant> CreateVariants(ProtocolDescriptor entry, ProtocolOptions given, int calls)
    {
        entry.CompleteOptions(given);
        var swept = spec.Sweep.Where(o => FindRule(entry, o) is { SweepValues.Count: > 0 }).ToArray();
        if (swept.Length == 0) return [CreateVariant(entry, entry.Name, given, calls)];
        return swept.SelectMany(option => FindRule(entry, option)!.SweepValues.Select(value =>
            CreateVariant(entry, $"{entry.Name} {option}={value}", new(given) { [option] = value }, calls)));
    }

    /// <summary>A variant with as many calls as it can be set to without making more than these, else with its own.</summary>
    private static EvaluationVariant CreateVariant(ProtocolDescriptor entry, string name, ProtocolOptions given, int calls)
    {
        var isSet = entry.CallsOption is { } option && given.TryAdd(option, entry.FitCalls(given, calls));
        var most = entry.MaxCalls(entry.CompleteOptions(given));
        return new(name, entry.Name, given) { HasOwnCalls = isSet ? most > calls : most != calls };
    }

    /// <summary>
    /// One variant of each configuration: where options are varied one at a time, the configuration of the defaults would be run again for
    /// each of them.
    /// </summary>
    private IReadOnlyList<EvaluationVariant> MergeEqual(IReadOnlyList<EvaluationVariant> variants) =>
    [
        .. variants.GroupBy(DescribeConfiguration, StringComparer.Ordinal)
            .Select(same => same.First() with { SameAs = [.. same.Skip(1).Select(variant => variant.Name)] }),
    ];

    private string DescribeConfiguration(EvaluationVariant variant)
    {
        var protocol = protocols.Find(variant.Protocol);
        return string.Join('\n', protocol.Canonicalize(variant.Options).Select(o => $"{o.Key}={o.Value}").Prepend(protocol.Name));
    }

    /// <summary>
    /// The plan with the options that its variants need to run without a model, and the stand-in for the model; null if some protocol or
    /// question needs a model.
    /// </summary>
    private EvaluationPlan? WithoutModels(EvaluationPlan plan)
    {
        if (plan.Questions.MaxBy(q => q.Choices.Count) is not { } widest) return null;
        var plays = plan.Variants.Select(v => protocols.Find(v.Protocol).WithoutModel).ToArray();
        if (plays.Any(play => plan.Questions.Any(q => play(q) is null))) return null;
        var suited = plan.Variants.Zip(plays, (v, play) => v with { Options = new(play(widest)!.Options.Concat(v.Options)) });
        var models = plays.Select(play => play(widest)!.Model).Distinct().ToArray();
        return models is [var model] ? plan with { Variants = [.. suited], Model = model } : null;
    }

    private ProtocolDescriptor FindProtocol(string name) => protocols.Find(name) is { Kind: "debate", DefaultModel: null } entry
        ? entry
        : throw new InputException($"--protocol '{name}': it answers no questions");

    private static IEnumerable<(ProtocolDescriptor Protocol, string Option)> FindOwners(string name, ProtocolDescriptor[] entries)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            var owners = entries.Where(e => FindRule(e, name) is not null).ToArray();
            var near = Suggestions.DidYouMean(name, entries.SelectMany(e => e.Options.Select(o => o.Name)).Distinct()).TrimEnd();
            return owners.Length > 0
                ? owners.Select(e => (e, name))
                : throw new InputException(
                    $"--set '{name}': no protocol of this evaluation has that option{(near.Length > 0 ? $"; {near}" : "")}");
        }
        var protocol = entries.FirstOrDefault(e => e.Name == name[..dot])
            ?? throw new InputException(
                $"--set '{name}': '{name[..dot]}' is not among the protocols {string.Join(", ", entries.Select(e => e.Name))}");
        return [(protocol, name[(dot + 1)..])];
    }

    private static OptionRule? FindRule(ProtocolDescriptor entry, string option) => entry.Options.FirstOrDefault(r => r.Name == option);
}
