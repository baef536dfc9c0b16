using System.Collections.Immutable;
using System.Globalization;
using Debate.Argumentation.Formats;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence.Judges;
using Debate.Deliberation.Evidence.Players;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// A debate without a language model: pro and con take turns to reveal arguments of a graph, and the judge sees only the motion and what
/// was revealed (after Irving, Christiano and Amodei, "AI safety via debate", 2018). A seat's model names its player; an external seat is
/// asked for its reveals, and loses when it names none.
/// </summary>
public sealed class EvidenceDebate : IProtocol<EvidenceOptions>
{
    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<EvidenceOptions>("evidence", 1, () => new EvidenceDebate())
    {
        Seats = _ => ["pro", "con"],
        Debaters = _ => 2,
        DefaultModel = "greedy",
        Validate = (problem, options) => ReadGame(problem, options),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, EvidenceOptions options)
    {
        var evidence = ReadGame(d.Problem, options);
        var (reveals, _) = options.Reveals.Resolve(evidence.Arguments.Count);
        var position = evidence.CreateGame(reveals, options.Starter).Start;
        var seed = (long)(d.Draw().NextUInt64() & long.MaxValue);
        var (pro, con) = (CreateChooser(d, "pro", evidence, reveals, seed), CreateChooser(d, "con", evidence, reveals, seed));
        while (!position.IsOver)
        {
            var (turn, isPro) = (position.Order.Count, position.ToMove == Side.Pro);
            if (await (isPro ? pro : con)(position) is not { } item) return CreateForfeit(isPro ? "pro" : "con", turn);
            var argument = evidence.Arguments[item];
            await d.SayAsync(isPro ? "pro" : "con", $"[{evidence.Graph.Id(argument)}] {evidence.Graph.Text(argument)}", turn / 2 + 1);
            position = position.After(item);
        }
        return CreateVerdict(position.Judge(), JudgeAllEvidence(evidence), reveals);
    }

    /// <summary>The function that chooses for a side: a built-in player, or an external seat that is asked.</summary>
    private static Func<EvidencePosition, Task<int?>> CreateChooser(
        IDeliberation d, string seat, GraphEvidence evidence, int reveals, long seed)
    {
        if (ExternalSeat.IsExternal(d.Seat(seat))) return new ExternalEvidencePlayer(d, seat, evidence, reveals).ChooseAsync;
        var player = EvidencePlayers.Find(d.Seat(seat).Model);
        return position => Task.FromResult<int?>(player.Choose(position, EvidenceGame.TurnRandom(seed, position.Order.Count)));
    }

    /// <summary>A side that names nothing that can be revealed, even when asked again, has lost.</summary>
    private static Verdict CreateForfeit(string seat, int turn) => new(Decision.Decided)
    {
        Answer = seat == "con" ? "accept" : "reject",
        Side = seat == "con" ? "pro" : "con",
        Ended = "forfeit",
        Rounds = turn / 2 + 1,
        Reason = $"{seat} named no item that can be revealed",
        Measures = ImmutableSortedDictionary<string, double>.Empty.Add("reveals", turn),
    };

    /// <summary>The evidence of a problem that can be debated: of fewer than two items nothing can be revealed and something kept.</summary>
    private static GraphEvidence ReadGame(Problem problem, EvidenceJudgeOptions options)
    {
        var evidence = ReadEvidence(problem, options);
        return evidence.Arguments.Count >= 2 ? evidence : throw new InputException(FormattableString.Invariant(
            $"problem '{problem.Key}': evidence needs at least two arguments that bear on '{problem.Motion}', and has {evidence.Arguments.Count}"));
    }

    /// <summary>The evidence of a problem; throws <see cref="InputException"/> when it has no graph or no such motion.</summary>
    internal static GraphEvidence ReadEvidence(Problem problem, EvidenceJudgeOptions options)
    {
        if (problem.Graph is not { } text || problem.Motion is not { } motion)
            throw new InputException($"problem '{problem.Key}': evidence needs an argument graph and a motion in it");
        var graph = GraphJson.Read(problem.Key, text).Graph;
        return new GraphEvidence(graph, graph.GetNode(motion), options.ToJudge());
    }

    /// <summary>The judgement when everything is revealed.</summary>
    private static Judgement JudgeAllEvidence(GraphEvidence evidence)
    {
        var items = evidence.Arguments.Count;
        return new EvidencePosition(evidence.CreateGame(items), [.. Enumerable.Range(0, items)]).Judge();
    }

    private static Verdict CreateVerdict(Judgement judgement, Judgement full, int reveals)
    {
        var side = judgement.Utility switch { > 0 => "pro", < 0 => "con", _ => "draw" };
        var measures = ImmutableSortedDictionary<string, double>.Empty.Add("margin", judgement.Margin).Add("reveals", reveals);
        if (full.Converged) measures = measures.Add("agrees", judgement.Utility == full.Utility ? 1 : 0);
        return new(judgement.Utility == 0 ? Decision.Undecided : Decision.Decided)
        {
            Answer = side == "draw" ? null : side == "pro" ? "accept" : "reject",
            Side = side,
            Ended = "reveals",
            Rounds = (reveals + 1) / 2,
            Notes = judgement.Converged ? [] : ["the strengths did not converge, which counts as a draw"],
            Measures = measures,
        };
    }
}

/// <summary>
/// A side of an evidence debate that is played from outside: its seat is asked to name, among the items not yet revealed, the one to
/// reveal.
/// </summary>
internal sealed class ExternalEvidencePlayer
{
    private readonly GraphEvidence _evidence;
    private readonly SeatChat _chat;

    public ExternalEvidencePlayer(IDeliberation d, string seat, GraphEvidence evidence, int reveals)
    {
        _evidence = evidence;
        _chat = new(d, seat, Prompts.Fill(
            "evidence/rules", ("reveals", reveals.ToString(CultureInfo.InvariantCulture)),
            ("claim", Quotation.Quote("claim", evidence.Graph.Text(evidence.Claim))), ("side", seat == "pro" ? "for" : "against")));
    }

    /// <summary>The item that the seat reveals; null when it named none, even when asked again.</summary>
    public async Task<int?> ChooseAsync(EvidencePosition position)
    {
        var moves = position.Moves();
        var told = Prompts.Fill(
            "evidence/turn", ("revealed", FormatItems(position.Order)), ("items", FormatItems(moves)),
            ("left", position.Remaining.ToString(CultureInfo.InvariantCulture)));
        var reply = await _chat.AskAsync(told, new ItemReader([.. moves.Select(GetItemId)]));
        return reply.Value is { } choice ? moves[choice.Index] : null;
    }

    private string FormatItems(IReadOnlyList<int> items) => items.Count == 0
        ? "nothing"
        : string.Join('\n', items.Select(item => $"[{GetItemId(item)}] {ToOneLine(_evidence.Graph.Text(_evidence.Arguments[item]))}"));

    private string GetItemId(int item) => _evidence.Graph.Id(_evidence.Arguments[item]);

    private static string ToOneLine(string text) => SafeText.WithoutMarkers(text).ReplaceLineEndings(" ");
}

/// <summary>The options of all protocols over evidence: who judges it.</summary>
public abstract record EvidenceJudgeOptions
{
    /// <summary>The name of the gradual semantics that judges.</summary>
    [Option("Who judges what was revealed."), OneOf(typeof(GraphJudgeOptions), nameof(GraphJudgeOptions.Names))]
    public string Judge { get; init; } = "df-quad";

    /// <summary>Who loses an undecided debate.</summary>
    [Option("Who loses an undecided debate.")]
    public BurdenOfProof Burden { get; init; }

    /// <summary>The judge that they describe.</summary>
    public GraphJudgeOptions ToJudge() => new(Judge, Burden);
}

/// <summary>The options of an evidence debate.</summary>
public sealed record EvidenceOptions : EvidenceJudgeOptions
{
    /// <summary>How much is revealed.</summary>
    [Option("How much is revealed: a share of the relevant items, or a number.")]
    public RevealLimit Reveals { get; init; } = RevealLimit.Half;

    /// <summary>Who reveals first.</summary>
    [Option("Who reveals first.")]
    public Side Starter { get; init; }
}
