using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Judges;
using Debate.Deliberation.Protocols;

namespace Debate.Tournaments.Protocols;

/// <summary>A claim or map that is not debated, with the reason.</summary>
public sealed record SkippedMotion(string Source, string Reason);

/// <summary>The motions of a tournament, one problem each, and what was skipped, with reasons.</summary>
public sealed record MotionPlan(IReadOnlyList<Problem> Motions, IReadOnlyList<SkippedMotion> Skipped)
{
    /// <summary>
    /// Selects the motions of argument maps, given as file names and texts. A claim is a motion only if the debaters' play can change the
    /// outcome; every other claim, and every empty map, is skipped with its reason. A file that cannot be parsed is an
    /// <see cref="InputException"/>.
    /// </summary>
    public static MotionPlan FromMaps(IEnumerable<(string File, string Text)> maps, MotionOptions options)
    {
        var motions = new List<Problem>();
        var skipped = new List<SkippedMotion>();
        foreach (var (file, text) in maps)
        {
            var map = GraphFormats.Read(file, text);
            if (map.Graph.ArgumentCount == 0) skipped.Add(new(file, "the map is empty"));
            var selection = Debate.Deliberation.Evidence.Judges.MotionSelector.Select(map, options);
            motions.AddRange(selection.Motions.Select(m => ToProblem(file, map, m)));
            skipped.AddRange(selection.Skipped.Select(s => new SkippedMotion($"{file}#{s.Claim}", s.Reason)));
        }
        return new(motions, skipped);
    }

    /// <summary>The first <paramref name="limit"/> motions; the rest are skipped as beyond the limit.</summary>
    public MotionPlan WithLimit(int? limit) => limit is not { } max || max >= Motions.Count ? this : new(
        [.. Motions.Take(max)],
        [
            .. Skipped,
            .. Motions.Skip(max).Select(m => new SkippedMotion(m.Key, FormattableString.Invariant($"beyond the limit of {max} motions"))),
        ]);

    private static Problem ToProblem(string file, ArgumentMap map, EvidenceMotion motion)
    {
        var graph = motion.Evidence.Graph;
        var relevant = graph.Subgraph([.. motion.Evidence.Arguments, motion.Evidence.Claim]);
        return new($"{Path.GetFileNameWithoutExtension(file)}.{motion.Claim}", graph.Text(motion.Evidence.Claim))
        {
            Graph = GraphJson.Write(new ArgumentMap(map.Name, relevant) { Title = map.Title }),
            Motion = motion.Claim,
        };
    }
}

/// <summary>
/// The correct side of a tournament's debates. For argument graphs it is the side for which the same judge decides when all evidence is
/// revealed; for questions with two choices it is the winner's side if its answer is correct, otherwise the other one. In all other cases
/// it is unknown.
/// </summary>
internal sealed class MotionTruth
{
    private readonly Dictionary<string, Problem> _motions;
    private readonly Dictionary<string, int> _fullVerdicts = new(StringComparer.Ordinal);
    private readonly GraphJudgeOptions? _judging;
    private readonly (string Pro, string Con) _sides;

    internal MotionTruth(RunDefinition tournament, (string Pro, string Con) sides)
    {
        _sides = sides;
        _motions = tournament.Problem.Parts.ToDictionary(motion => motion.Key, StringComparer.Ordinal);
        var protocol = tournament.Options.Read<TournamentOptions>().Protocol;
        if (protocol == "evidence") _judging = tournament.Options.WithPrefix(protocol).Read<EvidenceOptions>().ToJudge();
    }

    /// <summary>Whether the pro side was right in a debate with this verdict; null if unknown.</summary>
    internal bool? IsProRight(string motion, Verdict verdict) => _motions[motion] switch
    {
        { Graph: not null, Motion: not null } problem when _judging is not null =>
            JudgeFullEvidence(problem) switch { > 0 => true, < 0 => false, _ => null },
        { Choices.Count: 2, Answers.Count: > 0 } problem when verdict.Answer is { } answer && HasProWon(verdict) is { } proWon =>
            AnswerCheckers.Get("auto").Check(answer, problem).Correct == proWon,
        _ => null,
    };

    private bool? HasProWon(Verdict verdict) => verdict.Side == _sides.Pro ? true : verdict.Side == _sides.Con ? false : null;

    private int JudgeFullEvidence(Problem problem)
    {
        if (_fullVerdicts.TryGetValue(problem.Key, out var known)) return known;
        var graph = GraphJson.Read(problem.Key, problem.Graph!).Graph;
        var evidence = new GraphEvidence(graph, graph.GetNode(problem.Motion!), _judging);
        var items = evidence.Arguments.Count;
        var full = new EvidencePosition(evidence.CreateGame(items), [.. Enumerable.Range(0, items)]).Judge();
        return _fullVerdicts[problem.Key] = full.Converged ? full.Utility : 0;
    }
}

/// <summary>
/// Creates the debates of a tournament as child runs: seats the debaters, the participants common to all debates, and a panel if there is a
/// pool of judges. Panels depend on those drawn before, so debates must be created in playing order.
/// </summary>
/// <param name="seats">The tournament's seats.</param>
/// <param name="options">Its options.</param>
/// <param name="debateOptions">The options that it passes on to its debates.</param>
internal sealed class MatchFactory(IReadOnlyList<Seat> seats, TournamentOptions options, ProtocolOptions debateOptions)
{
    private readonly string _protocol = options.Protocol;
    private readonly Seat[] _sharedSeats = [.. seats.Where(s => s.Debater is null && s.Judge is null)];
    private readonly JudgePanels? _panels = seats.Any(s => s.Judge is not null) ? CreatePanels(seats, options) : null;

    /// <summary>Creates a debate; <paramref name="all"/> seats every eligible judge instead of a panel.</summary>
    public Child CreateMatch(string key, Problem problem, Seat pro, Seat con, bool all = false)
    {
        if (_panels is null) return new(key, _protocol, problem, [pro, con, .. _sharedSeats], OptionsFor(problem));
        var panel = all ? _panels.SelectAllEligible(pro, con) : _panels.GetPanel(problem.Key, pro, con);
        var passed = new ProtocolOptions(debateOptions) { ["judges"] = panel.Count.ToString(CultureInfo.InvariantCulture) };
        return new(key, _protocol, problem, [pro, con, .. _sharedSeats, .. panel], passed);
    }

    /// <summary>
    /// Where the order of the answers is drawn, it is drawn once a motion: the side-swapped twin of a debate must have the same one, or the
    /// same debater might argue for the same answer in both.
    /// </summary>
    private ProtocolOptions OptionsFor(Problem problem)
    {
        if (_protocol == JudgedDebate.Descriptor.Name || debateOptions.GetValueOrDefault("orders") != "drawn") return debateOptions;
        var isReversed = SeededRandom.Create(options.PanelSeed, $"answers/{problem.Key}").NextBool(0.5);
        return new(debateOptions) { ["orders"] = isReversed ? "reversed" : "given" };
    }

    private static JudgePanels CreatePanels(IReadOnlyList<Seat> seats, TournamentOptions options) => new(
        [.. seats.Where(s => s.Judge is not null)], options.PanelSize, options.PanelConflicts == PanelConflicts.Allow,
        options.PanelSeed);
}
