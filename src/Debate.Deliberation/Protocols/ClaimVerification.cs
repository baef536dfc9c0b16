using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Gradual;
using Debate.Argumentation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Claims;
using Debate.Deliberation.Projections;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Claim verification after ArgLLMs (Freedman et al., "Argumentative Large Language Models for Explainable and Contestable Claim
/// Verification", AAAI 2025): one seat argues for and against the claim and, one level deeper, for and against those arguments; another
/// scores each argument on its own; a gradual semantics computes the strength of the claim. The graph is recorded, so that anyone can
/// contest it.
/// </summary>
public sealed class ClaimVerification : IProtocol<ClaimOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } = new ProtocolDescriptor<ClaimOptions>("claim", 2, () => new ClaimVerification())
    {
        Seats = _ => ["arguer", "scorer"],
        MaxCalls = o => CountMaxArguments(o) * 2 + (o.ClaimScore == ClaimScore.Asked ? 1 : 0),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, ClaimOptions options)
    {
        var growing = new ClaimTreeBuilder(d, options);
        await growing.BuildAsync();
        var recorded = await d.RecordAsync(DeliberationGraph.Name, () => GraphJson.Write(growing.ToMap()));
        var claim = new ClaimGraph(GraphJson.Read(DeliberationGraph.Name, recorded).Graph,
            GradualCatalogue.Get(options.Semantics));
        var decision = claim.IsTrue is { } holds ? new(Decision.Decided) { Answer = FormatAnswer(holds, d.Problem.Choices) }
            : growing.Unread is { } reply ? Verdict.FromFault(reply) : new(Decision.Undecided);
        return decision with
        {
            Side = ClaimGraph.ClaimId,
            Reason = decision.Reason ?? string.Join('\n', ExplainStrengths(claim)),
            Ended = "strength",
            Rounds = options.Depth,
            Notes = [.. growing.Notes],
            Measures = ImmutableSortedDictionary<string, double>.Empty
                .Add("strength", claim.Strength()).Add("arguments", claim.Graph.ArgumentCount - 1),
        };
    }

    private static int CountMaxArguments(ClaimOptions o)
    {
        var wide = 2 * o.Breadth;
        return o.Depth == 1 ? wide : wide + wide * wide;
    }

    /// <summary>true or false, or the choice with that meaning.</summary>
    private static string FormatAnswer(bool holds, IReadOnlyList<string> choices)
    {
        string[] words = holds ? ["true", "yes", "supported"] : ["false", "no", "refuted"];
        return choices.FirstOrDefault(c => words.Any(word => AnswerGroups.AreSame(c, word))) ?? words[0];
    }

    private static IEnumerable<string> ExplainStrengths(ClaimGraph claim)
    {
        var graph = claim.Graph;
        yield return FormattableString.Invariant(
            $"[claim] has the strength {claim.Strength():0.####} ({claim.Semantics.Name}), base score {graph.BaseScore(0):0.####}.");
        for (var a = 1; a < graph.ArgumentCount; a++) yield return ExplainArgument(claim, a, graph.Id(a));
    }

    private static string ExplainArgument(ClaimGraph claim, int argument, string id)
    {
        var side = id[^2] == 'P' ? "for" : "against";
        var scores = FormattableString.Invariant(
            $"base score {claim.Graph.BaseScore(argument):0.####}, strength {claim.Strength(id):0.####}");
        return $"[{id}] {side} {GetTargetId(id)}, {scores}: {claim.Graph.Text(argument)}";
    }

    private static string GetTargetId(string id) => id.Length == 2 ? ClaimGraph.ClaimId : id[..^2];

    /// <summary>
    /// Builds the tree of arguments. An id gives the position of its argument: P1 is the first for the claim, P1N2 the second against P1.
    /// </summary>
    private sealed class ClaimTreeBuilder(IDeliberation d, ClaimOptions options)
    {
        private readonly ArgumentGraphBuilder _graph = new();
        private readonly List<string> _notes = [];
        private readonly SeatChat _arguer = new(d, "arguer", Prompts.Fill("claim/rules", ("question", d.Problem.WithSharedPassage(d.Problem.Text))));
        private readonly SeatChat _scorer = new(d, "scorer", Prompts.Fill("claim/rules", ("question", d.Problem.WithSharedPassage(d.Problem.Text))));

        public IReadOnlyList<string> Notes => _notes;

        /// <summary>The first reply that could not be read; null where all could.</summary>
        public SeatReply? Unread { get; private set; }

        public ArgumentMap ToMap() => new(ClaimGraph.ClaimId, _graph.Build()) { Title = d.Problem.Text, Motions = [ClaimGraph.ClaimId] };

        public async Task BuildAsync()
        {
            var asked = options.ClaimScore == ClaimScore.Asked;
            _graph.AddArgument(ClaimGraph.ClaimId, d.Problem.Text, asked ? await ScoreAsync(ClaimGraph.ClaimId, d.Problem.Text, 0) : 0.5);
            await ExpandAsync(ClaimGraph.ClaimId, d.Problem.Text, 1);
        }

        private async Task ExpandAsync(string target, string text, int level)
        {
            foreach (var side in new[] { "pro", "con" })
                for (var i = 1; i <= options.Breadth; i++)
                {
                    var reply = await _arguer.AskAsync(
                        Prompts.Fill($"claim/{side}", ("statement", Quotation.Quote(target, text))), new ArgumentReader(), level);
                    if (reply.IsUnread) AddUnread(reply.Last, $"no usable argument {side} {target} was given");
                    if (reply.Value?.Text is not { } argument) break;
                    var id = (target == ClaimGraph.ClaimId ? "" : target)
                        + FormattableString.Invariant($"{(side == "pro" ? 'P' : 'N')}{i}");
                    _graph.AddArgument(id, argument, await ScoreAsync(id, argument, level));
                    if (side == "pro") _graph.AddSupport(id, target);
                    else _graph.AddAttack(id, target);
                    if (level < options.Depth) await ExpandAsync(id, argument, level + 1);
                }
        }

        /// <summary>A score that cannot be read counts as one half, which is neutral.</summary>
        private async Task<double> ScoreAsync(string id, string text, int level)
        {
            var told = Prompts.Fill("claim/score", ("statement", Quotation.Quote(id, text)));
            var reply = await _scorer.AskAsync(told, new ScoreReader(), level);
            if (reply.Value is not { } score) AddUnread(reply.Last, $"no usable score of {id} was given; 0.5 stands for it");
            else if (score.Clamped) _notes.Add($"the score of {id} lay outside [0, 1] and was clamped");
            return reply.Value?.Score ?? 0.5;
        }

        private void AddUnread(SeatReply reply, string note)
        {
            Unread ??= reply;
            _notes.Add(note);
        }
    }
}

/// <summary>The options of claim verification.</summary>
public sealed record ClaimOptions
{
    /// <summary>The name of the gradual semantics that computes the strengths.</summary>
    [Option("How strengths follow from base scores."), OneOf("df-quad", "quadratic-energy", "euler-based")]
    public string Semantics { get; init; } = "df-quad";

    /// <summary>Levels of arguments below the claim.</summary>
    [Option("Levels of arguments below the claim."), Range(1, 2)]
    public int Depth { get; init; } = 1;

    /// <summary>Arguments for, and as many against, each statement at most.</summary>
    [Option("Arguments for, and as many against, each statement at most."), Range(1, 4)]
    public int Breadth { get; init; } = 1;

    /// <summary>The claim's own base score.</summary>
    [Option("The claim's own base score: one half, or asked for.")]
    public ClaimScore ClaimScore { get; init; }
}

/// <summary>Where a claim's own base score is from.</summary>
public enum ClaimScore
{
    /// <summary>It is one half.</summary>
    Half,

    /// <summary>The scorer is asked for it.</summary>
    Asked,
}
