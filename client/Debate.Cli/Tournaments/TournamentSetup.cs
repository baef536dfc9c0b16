using System.Collections.Immutable;
using System.Text.Json;
using Debate.Argumentation.Formats;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Judges;
using Debate.Deliberation.Evidence.Players;
using Debate.Deliberation.Protocols;
using Debate.Hosting;
using Debate.Models;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Tournaments;

/// <summary>
/// Turns a specification and the files that it names into the run definition of a tournament. Everything that it may play is validated
/// here.
/// </summary>
/// <param name="file">The specification's file; relative paths are resolved against its folder.</param>
/// <param name="spec">The specification.</param>
/// <param name="models">The configured models.</param>
internal sealed class TournamentSetup(string file, TournamentSpec spec, ModelConfiguration models)
{
    private readonly ProtocolDescriptor _protocol = DebateServices.Protocols.Find(spec.Protocol);

    private bool IsEvidence => _protocol.DefaultModel is not null;

    /// <summary>Creates the run definition; throws <see cref="InputException"/> for anything that cannot be played.</summary>
    public RunDefinition CreateRun(DeliberationId id, long seed)
    {
        var own = _protocol.CompleteOptions(new(spec.Options));
        if (_protocol.Debaters(own) != 2)
            throw new InputException(
                $"{file}: protocol '{spec.Protocol}': a tournament needs a protocol of two debaters, this has {_protocol.Debaters(own)}");
        var pool = spec.Panel.Judges.Select(JudgeSeat).ToArray();
        if (pool.Length > 0 && _protocol.Name != JudgedDebate.Descriptor.Name)
            throw new InputException($"{file}: judges: protocol '{spec.Protocol}' has no panel; {JudgedDebate.Descriptor.Name} has one");
        if (spec.Panel.Canaries.Length > 0 && IsEvidence)
            throw new InputException($"{file}: canaries: protocol '{spec.Protocol}' reveals evidence, and there is none that says nothing");
        var plan = (spec.Source.Maps is { } maps ? PlanMaps(maps, own) : PlanQuestions(spec.Source.Questions!)).WithLimit(spec.Limit);
        if (plan.Motions.Count == 0) throw new InputException($"{file}: source: nothing in it can be debated: {Reasons(plan)}");
        var seats = _protocol.Seats(own);
        var options = new ProtocolOptions(own.Select(o => KeyValuePair.Create($"{_protocol.Name}.{o.Key}", o.Value)))
        {
            ["protocol"] = _protocol.Name,
            ["format"] = spec.Format,
            ["rounds"] = FormattableString.Invariant($"{spec.Rounds ?? 0}"),
            ["motions-per-round"] = FormattableString.Invariant($"{spec.MotionsPerRound}"),
            ["sides"] = spec.BothSides ? "both" : "one",
            ["seeding"] = spec.DrawsSeeds ? "drawn" : "listed",
            ["rating"] = spec.Rating,
            ["intervals"] = spec.Intervals,
            ["concurrency"] = FormattableString.Invariant($"{spec.Concurrency}"),
            ["seats"] = $"{seats[0]},{seats[1]}",
            ["panel-size"] = FormattableString.Invariant($"{spec.Panel.Size ?? Math.Max(1, pool.Length)}"),
            ["panel-conflicts"] = spec.Panel.AllowsConflicts ? "allow" : "avoid",
            ["panel-seed"] = FormattableString.Invariant($"{SeededRandom.DeriveSeed(seed, "panels")}"),
            ["canaries"] = spec.Panel.Canaries,
        };
        return new()
        {
            Id = id,
            Kind = Tournament.Descriptor.Kind,
            Name = spec.Name,
            Protocol = Tournament.Descriptor.Name,
            Version = Tournament.Descriptor.Fingerprint,
            Options = Tournament.Descriptor.CompleteOptions(options),
            Seats = [.. spec.Debaters.Select(DebaterSeat), .. pool.Length > 0 ? pool : seats.Skip(2).Select(OtherSeat)],
            Problem = new(spec.Name, spec.Name) { Parts = plan.Motions },
            Seed = seed,
            Budget = spec.Budget,
            Priority = spec.Priority,
            Configuration = new StoredConfiguration(models, JsonSerializer.SerializeToNode(plan.Skipped, Output.Terminal.SerializerOptions))
            .ToJson(),
        };
    }

    /// <summary>The claims that a tournament skipped when it was planned.</summary>
    public static IReadOnlyList<SkippedMotion> SkippedBy(RunDefinition definition) =>
        StoredConfiguration.FromDefinition(definition).GetSpecification<SkippedMotion[]>() ?? [];

    private MotionPlan PlanMaps(string folder, ProtocolOptions own)
    {
        var path = ResolvePath(folder);
        if (!Directory.Exists(path)) throw new InputException($"{file}: source maps '{folder}': there is no such folder ({path})");
        var files = Directory.EnumerateFiles(path).Where(GraphFormats.CanRead).Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
            throw new InputException(
                $"{file}: source maps '{folder}': it holds no map "
                + $"({string.Join(", ", GraphFormats.ReadableExtensions.Order(StringComparer.Ordinal))})");
        var plan = MotionPlan.FromMaps(files.Select(f => (Path.GetFileName(f), Files.Read(f))), MotionOptions(own));
        return IsEvidence ? plan : plan with { Motions = [.. plan.Motions.Select(WithClaimText)] };
    }

    /// <summary>A claim of a map as a question in words, for protocols that debate without the graph.</summary>
    private static Problem WithClaimText(Problem motion) =>
        motion with { Text = Prompts.Fill("engine/claim", ("claim", motion.Text)), Graph = null, Motion = null };

    private MotionOptions MotionOptions(ProtocolOptions own) => !IsEvidence ? new() { PerMap = spec.Source.MotionsPerMap } : new()
    {
        PerMap = spec.Source.MotionsPerMap,
        Reveals = own.Read<EvidenceOptions>().Reveals,
        JudgeOptions = own.Read<EvidenceOptions>().ToJudge(),
    };

    private MotionPlan PlanQuestions(string name)
    {
        if (IsEvidence)
            throw new InputException(
                $"{file}: source questions '{name}': {spec.Protocol} needs argument maps, as source: {{ maps: FOLDER }}");
        var path = ResolvePath(name);
        return new(QuestionFile.Read(Files.Read(path), name), []);
    }

    private Seat DebaterSeat(DebaterSpec debater)
    {
        var model = IsEvidence ? EvidencePlayers.Find(debater.Player ?? debater.Name).Name : Model(debater.Model, debater.Name);
        return new(debater.Name, model)
        {
            Debater = debater.Name,
            Family = debater.Family ?? Family(model),
            Persona = debater.Persona,
            Sampling = new(debater.Temperature),
        };
    }

    private Seat JudgeSeat(JudgeSpec judge)
    {
        var model = Model(judge.Model, judge.Name);
        return new(judge.Name, model)
        {
            Judge = judge.Name,
            Family = judge.Family ?? Family(model),
            Persona = judge.Persona,
            Sampling = new(judge.Temperature),
        };
    }

    private Seat OtherSeat(string seat)
    {
        var model = Model(IsJudge(seat) ? spec.Seats.Judge ?? spec.Seats.Moderator : spec.Seats.Moderator, null);
        return new(seat, model) { Family = Family(model) };
    }

    private string? Family(string model) => models.Models.FirstOrDefault(m => m.Name == model)?.Family;

    private static bool IsJudge(string seat) => seat.StartsWith("judge", StringComparison.Ordinal);

    /// <summary>
    /// The named model; else the model with the debater's own name; else that of the whole tournament, or the only configured one.
    /// </summary>
    private string Model(string? named, string? debater)
    {
        if (named is not null) return models.Find(named).Name;
        if (debater is not null && models.Models.Any(m => m.Name == debater)) return debater;
        if (spec.Model is { } common) return models.Find(common).Name;
        return models.Models.Count == 1 ? models.Models.Single().Name : throw new InputException(
            $"{file}: debaters: '{debater ?? "moderator"}' has no model; give it one, or the tournament a 'model' (configured: {Names()})");
    }

    private string Names() => string.Join(", ", models.Models.Select(m => m.Name).DefaultIfEmpty("none"));

    private string ResolvePath(string path) => Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(file))!);

    private static string Reasons(MotionPlan plan) =>
        plan.Skipped.Count == 0 ? "it is empty" : $"{plan.Skipped[0].Source}: {plan.Skipped[0].Reason} (and {plan.Skipped.Count - 1} more)";
}
