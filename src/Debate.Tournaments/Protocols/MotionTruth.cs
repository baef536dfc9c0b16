using Debate.Argumentation.Formats;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Judges;
using Debate.Deliberation.Protocols;

namespace Debate.Tournaments.Protocols;

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
