using Debate.Argumentation.Formats;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Judges;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// The correct side of a tournament's debates. For argument graphs it is the side for which the same judge decides when all evidence is
/// revealed; for questions with two choices it is the winner's side if its answer is correct, otherwise the other one. In all other cases
/// it is unknown.
/// </summary>
internal sealed class Truth
{
    private readonly Dictionary<string, Problem> _motions;
    private readonly Dictionary<string, int> _verdicts = new(StringComparer.Ordinal);
    private readonly GraphJudging? _judging;
    private readonly (string Pro, string Con) _sides;

    internal Truth(Snapshot tournament, (string Pro, string Con) sides)
    {
        _sides = sides;
        _motions = tournament.Problem.Parts.ToDictionary(motion => motion.Key, StringComparer.Ordinal);
        var protocol = tournament.Options.Text("protocol");
        if (protocol != "evidence") return;
        var options = tournament.Options.Under(protocol);
        var burden = Enum.Parse<BurdenOfProof>(options.GetValueOrDefault("burden", "none"), ignoreCase: true);
        _judging = new(options.GetValueOrDefault("judge", "df-quad"), burden);
    }

    /// <summary>Whether the pro side was right in a debate with this verdict; null if unknown.</summary>
    internal bool? ProIsRight(string motion, Verdict verdict) => _motions[motion] switch
    {
        { Graph: not null, Motion: not null } problem when _judging is not null =>
            Full(problem) switch { > 0 => true, < 0 => false, _ => null },
        { Choices.Count: 2, Answers.Count: > 0 } problem when verdict.Answer is { } answer && Side(verdict) is { } proWon =>
            AnswerCheckers.Named("auto").Check(answer, problem).Correct == proWon,
        _ => null,
    };

    private bool? Side(Verdict verdict) => verdict.Side == _sides.Pro ? true : verdict.Side == _sides.Con ? false : null;

    private int Full(Problem problem)
    {
        if (_verdicts.TryGetValue(problem.Key, out var known)) return known;
        var graph = GraphJson.Read(problem.Key, problem.Graph!).Graph;
        var evidence = new GraphEvidence(graph, graph.IndexOf(problem.Motion!), _judging);
        var items = evidence.Arguments.Count;
        var full = new EvidencePosition(evidence.Game(items), [.. Enumerable.Range(0, items)]).Judge();
        return _verdicts[problem.Key] = full.Converged ? full.Utility : 0;
    }
}
