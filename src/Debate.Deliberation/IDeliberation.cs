using Debate.Argumentation;
using Debate.Argumentation.Solving;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation;

/// <summary>One request to a seat.</summary>
/// <param name="Seat">Who is asked.</param>
/// <param name="Chat">All that the seat is told, its own earlier replies included.</param>
/// <param name="Round">Where the reply belongs in the transcript; null where it is not said in the open.</param>
public sealed record Ask(Seat Seat, Chat Chat, int? Round = null);

/// <summary>A typed reply: the text as it came, what was read from it, and what was wrong where nothing could be read.</summary>
/// <param name="Text">The last reply, as it came.</param>
/// <param name="Value">What was read; null after a refusal.</param>
/// <param name="Chat">The chat including every re-asking and the last reply.</param>
public sealed record Reply<T>(string Text, T? Value, Chat Chat) where T : class
{
    /// <summary>True where no reply could be read, however often the seat was asked.</summary>
    public bool Refused => Value is null;
}

/// <summary>A deliberation that another one starts.</summary>
/// <param name="Key">Unique among the children of one parent; part of the child's id and seed.</param>
/// <param name="Protocol">The protocol that it follows.</param>
/// <param name="Problem">What it is about.</param>
/// <param name="Seats">Who sits where.</param>
/// <param name="Options">The protocol's options, as given.</param>
public sealed record Child(string Key, string Protocol, Problem Problem, IReadOnlyList<Seat> Seats, ProtocolOptions Options);

/// <summary>
/// All that a protocol may do. Each effect is journaled before the protocol sees its result, so that a protocol is plain async code
/// that can be run again from the top after a crash. A protocol must be deterministic in what it sees here.
/// </summary>
public interface IDeliberation
{
    /// <summary>What it is about.</summary>
    Problem Problem { get; }

    /// <summary>The protocol's options, checked and complete.</summary>
    ProtocolOptions Options { get; }

    /// <summary>Who sits at the table.</summary>
    IReadOnlyList<Seat> Seats { get; }

    /// <summary>What is left of the budget, by what was recorded. Sub-budgets are cut at a fork, so this too is deterministic.</summary>
    Budget Budget { get; }

    /// <summary>The seat of that name; an error that names it where there is none.</summary>
    Seat Seat(string name);

    /// <summary>Asks a seat and gives its reply as text.</summary>
    Task<string> AskAsync(Ask ask);

    /// <summary>Asks a seat for a reply that <paramref name="reader"/> can read; asks again at most twice, then it is a refusal.</summary>
    Task<Reply<T>> AskAsync<T>(Ask ask, IReader<T> reader) where T : class;

    /// <summary>Asks a seat the same <paramref name="count"/> times, independently.</summary>
    Task<IReadOnlyList<string>> SampleAsync(Ask ask, int count);

    /// <summary>Puts a statement of a seat into the transcript.</summary>
    Task SayAsync(string seat, string text, int round);

    /// <summary>Runs branches side by side; each has its own deliberation and an equal part of what is left of the budget.</summary>
    Task<IReadOnlyList<T>> AllAsync<T>(IReadOnlyList<Func<IDeliberation, Task<T>>> branches);

    /// <summary>Runs another deliberation to its verdict.</summary>
    Task<Verdict> DeliberateAsync(Child child);

    /// <summary>
    /// Runs other deliberations, at most <paramref name="concurrency"/> at a time, each on a lease of what is left of the budget.
    /// Verdicts come in the order of the children. Where one could not be finished the others still are, and then this one is suspended.
    /// </summary>
    Task<IReadOnlyList<Verdict>> DeliberateAsync(IReadOnlyList<Child> children, int concurrency);

    /// <summary>
    /// What the child under <paramref name="key"/> said in the open. It must have come to its verdict; its record then never changes, so that
    /// nothing is recorded here.
    /// </summary>
    Task<IReadOnlyList<Statement>> StatementsAsync(string key);

    /// <summary>
    /// Records a decision that the protocol takes, such as a pairing; a replay gives the recorded one and does not take it again.
    /// </summary>
    Task<string> RecordAsync(string name, Func<string> decide);

    /// <summary>
    /// What a solver finds; a replay gives the recorded answer and does not solve again. The framework itself is not recorded: it must
    /// follow from what was, and another one at this place is a <see cref="Engine.ReplayException"/>.
    /// </summary>
    Task<Answer> SolveAsync(Framework framework, Query query);

    /// <summary>Random draws: a function of the seed and of this place in the protocol.</summary>
    Draws Draw();
}
