using Debate.Argumentation;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Records;

namespace Debate.Deliberation;

/// <summary>One request to a seat.</summary>
/// <param name="Seat">The seat asked.</param>
/// <param name="Chat">
/// The whole chat that the seat sees, its own earlier replies included. One that ends with the seat's own words asks it to go on with them.
/// </param>
/// <param name="Round">The round of the transcript that the reply belongs to; null where the reply stays out of the transcript.</param>
public sealed record Ask(Seat Seat, Chat Chat, int? Round = null)
{
    /// <summary>Whether the reply may end at its token limit, because the seat goes on with it: then it is no fault.</summary>
    public bool IsPart { get; init; }
}

/// <summary>
/// A typed reply: the raw text and the value read from it, or no value where nothing could be read. A value may have been read from a reply
/// that was cut: from its whole fields.
/// </summary>
/// <param name="Last">The last reply; without a value it has a fault.</param>
/// <param name="Value">The value read; null where no reply could be read after all re-asks.</param>
/// <param name="Chat">The chat including every re-ask and the last reply.</param>
public sealed record Reply<T>(SeatReply Last, T? Value, Chat Chat) where T : class
{
    /// <summary>The last reply, unchanged.</summary>
    public string Text => Last.Text;

    /// <summary>True where no reply could be read after all re-asks.</summary>
    public bool IsUnread => Value is null;
}

/// <summary>A deliberation that another one starts.</summary>
/// <param name="Key">Unique among the children of one parent; part of the child's id and seed.</param>
/// <param name="Protocol">The name of its protocol.</param>
/// <param name="Problem">Its problem.</param>
/// <param name="Seats">Its seats.</param>
/// <param name="Options">The protocol's options, as given.</param>
public sealed record Child(string Key, string Protocol, Problem Problem, IReadOnlyList<Seat> Seats, ProtocolOptions Options)
{
    /// <summary>
    /// What the parent decided of it beforehand: it is not started, and this stands in the place of its verdict unless it has one already.
    /// Null for a child that is to be run.
    /// </summary>
    public ChildDecision? Forgone { get; init; }
}

/// <summary>What a parent makes of a child that has no verdict, recorded as an effect of the parent.</summary>
/// <param name="Value">The decision, in the protocol's own words.</param>
/// <param name="Reason">Why, for human readers.</param>
public sealed record ChildDecision(string Value, string Reason);

/// <summary>A child that cannot be finished now, because models of its seats are gone.</summary>
/// <param name="Child">The child.</param>
/// <param name="Absent">Those of its seats whose models are known to be gone; at least one.</param>
/// <param name="Suspension">How it suspends its parent where the parent decides nothing.</param>
public sealed record OpenChild(Child Child, IReadOnlyList<Engine.AbsentSeat> Absent, Engine.SuspendedException Suspension);

/// <summary>What became of a child: its verdict, or the parent's decision; neither where the parent left it open.</summary>
/// <param name="Verdict">The verdict, or null.</param>
/// <param name="Decision">The parent's decision, or null.</param>
public sealed record ChildResult(Verdict? Verdict, string? Decision);

/// <summary>
/// Everything a protocol may do. Each effect is journaled before the protocol sees its result, so that a protocol is plain async code
/// that can be replayed from the top after a crash. A protocol must be a deterministic function of what it sees here.
/// </summary>
public interface IDeliberation
{
    /// <summary>The problem.</summary>
    Problem Problem { get; }

    /// <summary>The protocol's options, checked and complete.</summary>
    ProtocolOptions Options { get; }

    /// <summary>The seats.</summary>
    IReadOnlyList<Seat> Seats { get; }

    /// <summary>
    /// What remains of the budget after all recorded effects. Sub-budgets are cut at a fork, so this too is deterministic.
    /// </summary>
    Budget Budget { get; }

    /// <summary>The seat of that name; throws an <see cref="InputException"/> that names it where there is none.</summary>
    Seat Seat(string name);

    /// <summary>Asks a seat and returns its reply as it is.</summary>
    Task<SeatReply> AskAsync(Ask ask);

    /// <summary>Asks a seat for a reply that <paramref name="reader"/> can read; re-asks at most twice, then returns the reply
    /// unread.</summary>
    Task<Reply<T>> AskAsync<T>(Ask ask, IReader<T> reader) where T : class;

    /// <summary>
    /// Whether the model of a seat has an ability, as it was when this was first asked: it is recorded, so that a replay goes the same way.
    /// </summary>
    Task<bool> CanAsync(Seat seat, Engine.Abilities ability);

    /// <summary>
    /// How probable a seat's model finds a text as what the seat says next; an <see cref="InputException"/> where it cannot tell.
    /// </summary>
    Task<Engine.ContinuationScore> ScoreAsync(Seat seat, Chat chat, string continuation);

    /// <summary>Draws <paramref name="count"/> independent replies to the same request.</summary>
    Task<IReadOnlyList<SeatReply>> SampleAsync(Ask ask, int count);

    /// <summary>Adds a statement of a seat to the transcript.</summary>
    Task SayAsync(string seat, string text, int round);

    /// <summary>Runs branches concurrently; each gets its own deliberation and an equal part of the remaining budget.</summary>
    Task<IReadOnlyList<T>> AllAsync<T>(IReadOnlyList<Func<IDeliberation, Task<T>>> branches);

    /// <summary>Runs a child deliberation to its verdict.</summary>
    Task<Verdict> DeliberateAsync(Child child);

    /// <summary>
    /// Runs child deliberations, at most <paramref name="concurrency"/> at a time, each on a lease of the remaining budget. Verdicts are
    /// returned in the order of the children. Where one cannot be finished, the others still are, and then this deliberation is suspended.
    /// </summary>
    Task<IReadOnlyList<Verdict>> DeliberateAsync(IReadOnlyList<Child> children, int concurrency);

    /// <summary>
    /// Runs child deliberations, for a parent that can go on without the verdict of one whose models are gone. All that does not depend on
    /// these models is finished, and they are tried once more; then <paramref name="forgo"/> gets the children that are open, in their
    /// order, and returns what the parent makes of each. A decision is recorded, and a replay returns it without asking again. Null leaves
    /// the child open: the protocol may still start what does not depend on it, and this deliberation is suspended at its end.
    /// </summary>
    Task<IReadOnlyList<ChildResult>> DeliberateAsync(
        IReadOnlyList<Child> children, int concurrency, Func<IReadOnlyList<OpenChild>, IReadOnlyList<ChildDecision?>> forgo);

    /// <summary>
    /// All that the child under <paramref name="key"/> recorded, what was said in private included. The child must have its verdict: its
    /// record then never changes, so nothing is recorded here.
    /// </summary>
    Task<RunRecord> ReadAsync(string key);

    /// <summary>
    /// Records a decision of the protocol, such as a pairing; a replay returns the recorded value and does not call
    /// <paramref name="decide"/> again.
    /// </summary>
    Task<string> RecordAsync(string name, Func<string> decide);

    /// <summary>
    /// Asks a solver; a replay returns the recorded answer and does not solve again. The framework itself is not recorded: the protocol
    /// must rebuild it from recorded results, and a different one at the same path is a <see cref="Engine.ReplayException"/>.
    /// </summary>
    Task<Answer> SolveAsync(Framework framework, Query query);

    /// <summary>
    /// Runs a program; a replay returns the recorded result and does not run it again. Whatever the program does wrong is a result. A
    /// runner that cannot be reached suspends the run; an <see cref="InputException"/> where programs of the language are not run at all.
    /// </summary>
    Task<Engine.ProgramResult> ExecuteAsync(Engine.ProgramCall call);

    /// <summary>A source of random draws: a function of the run's seed and of the path of this call in the protocol.</summary>
    SeededRandom Draw();
}
