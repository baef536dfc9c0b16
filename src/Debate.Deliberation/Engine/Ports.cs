using System.Text.Json.Serialization;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Engine;

/// <summary>One call of a model.</summary>
/// <param name="Id">The deliberation.</param>
/// <param name="Path">The path of the effect; with the id and the attempt it identifies the call to the endpoint.</param>
/// <param name="Seat">The seat asked, which holds the model's name and its sampling.</param>
/// <param name="Chat">The messages.</param>
/// <param name="Sample">The index among several independent samples, from 0; part of the request and of a cache's key.</param>
/// <param name="Seed">A seed for models that take one: a function of the run's seed and the path.</param>
/// <param name="Problem">For simulated models only, which simulate knowledge of the key; for others it never leaves the process.</param>
public sealed record ModelCall(
    DeliberationId Id, string Path, Seat Seat, IReadOnlyList<ChatMessage> Chat, int Sample, long Seed, Problem? Problem)
{
    /// <summary>The hash of the request; with the path it identifies the turn of an external seat.</summary>
    public string Request { get; init; } = "";
}

/// <summary>A message of a call.</summary>
public sealed record ChatMessage(Role Role, string Text)
{
    /// <summary>
    /// For a reply that the asked seat gave: the thoughts that came with it. Only a model whose entry says so gets them back. Null where
    /// there are none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Thoughts { get; init; }
}

/// <summary>A model's reply.</summary>
/// <param name="Text">What the seat says: the reply without its thoughts, otherwise unchanged.</param>
/// <param name="Usage">Its usage: one call, or one cached reply.</param>
/// <param name="Finish">The finish reason; null for the ordinary stop.</param>
public sealed record ModelReply(string Text, Usage Usage, string? Finish = null)
{
    /// <summary>
    /// What the model thought before it spoke, which is its own: kept in the journal, shown to no other seat and read for no answer. Null
    /// where it told no thoughts.
    /// </summary>
    public string? Thoughts { get; init; }

    /// <summary>What was asked for and not sent, because the model's server refuses it, such as "seed"; null for nothing.</summary>
    public string? Unsent { get; init; }

    /// <summary>The trace that a policy in training sent with it; null for every other model.</summary>
    public PolicyTrace? Policy { get; init; }

    /// <summary>
    /// This reply with the thoughts that came within its text, whichever way it came: from a model, a simulated or recorded one, a person.
    /// The engine asks for it before it records a reply, so that no protocol and no other seat ever sees a thought.
    /// </summary>
    public ModelReply SplitThoughts()
    {
        var (said, found, _) = ThoughtSplitter.Split(Text);
        if (found is null) return this;
        string?[] parts = [Thoughts, found];
        var thoughts = string.Join("\n\n", parts.Where(part => !string.IsNullOrEmpty(part)));
        return this with { Text = said, Thoughts = thoughts.Length > 0 ? thoughts : null };
    }
}

/// <summary>
/// The gateway to the models, by configured name. A call that cannot be answered after all retries throws <see cref="OutageException"/>; a
/// malformed or refusing reply is still a reply.
/// </summary>
public interface IModelGateway
{
    /// <summary>
    /// Waits for a permit (parallelism) and a start (rate) at the model; disposing returns the permit. It is held until the reply is
    /// recorded, so that the calls a crash can lose are bounded by the model's parallelism, and acquired before the call is sent, so that
    /// queueing never counts against the call's time limit.
    /// </summary>
    ValueTask<IDisposable> AdmitAsync(Seat seat, AdmissionRequest admission, CancellationToken cancellation);

    /// <summary>
    /// Sends a call that was admitted. An external seat that does not reply in time throws <see cref="SuspendedException"/>.
    /// </summary>
    Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation);

    /// <summary>Notifies that the reply to a call is durable.</summary>
    void OnRecorded(ModelCall call)
    {
    }

    /// <summary>
    /// The maximum usage of a call, reserved before it is sent; throws <see cref="InputException"/> for an unknown model.
    /// </summary>
    Usage MaxUsage(Seat seat, Chat chat);

    /// <summary>The token limit of the seat's model for seats that set none; null where it has none or is unknown.</summary>
    int? FindMaxTokens(Seat seat) => null;
}

/// <summary>The limits and prices of a model that its callers need, from its configuration.</summary>
/// <param name="Parallel">Concurrent calls from one silo; positive.</param>
/// <param name="RequestsPerMinute">Calls per minute from all silos together; null for no limit.</param>
/// <param name="ContextTokens">Prompt and reply together; null where unknown.</param>
/// <param name="PricePerMillionIn">Price of 10^6 prompt tokens.</param>
/// <param name="PricePerMillionOut">Price of 10^6 generated tokens.</param>
/// <param name="Simulated">Whether it is simulated with knowledge of the problem's key.</param>
public sealed record ModelLimits(
    int Parallel, int? RequestsPerMinute, int? ContextTokens, decimal PricePerMillionIn, decimal PricePerMillionOut, bool Simulated)
{
    /// <summary>The token limit of replies to seats that set none; null for <see cref="Sampling.DefaultMaxTokens"/>.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether a seat's earlier thoughts are sent back with its earlier replies, so that prompts hold them too.</summary>
    public bool KeepsThoughts { get; init; }
}

/// <summary>
/// The models configured in this process: Debate.Models implements it, grains call it. Errors are those of <see cref="IModelGateway"/>.
/// </summary>
public interface IModelRegistry
{
    /// <summary>The limits of a model; throws <see cref="InputException"/> for an unknown one.</summary>
    ModelLimits GetLimits(string model);

    /// <summary>The token limit of a model's replies to seats that set none; null where it has none or is unknown.</summary>
    int? FindMaxTokens(string model) => null;

    /// <summary>
    /// A hash of what a model's entry says that decides its replies: where it is and what it is called there, its sampling, what is sent to
    /// it, how it is simulated; not its limits, prices, times and key. Empty where that is unknown.
    /// </summary>
    string GetFingerprint(string model) => "";

    /// <summary>
    /// Waits for a permit (parallelism) and a start (rate) at the model; disposing returns the permit. Acquired before the call is sent, so
    /// that queueing never counts against the call's time limit.
    /// </summary>
    ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation);

    /// <summary>Sends a call, with retries.</summary>
    Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation);
}

/// <summary>Limits how many debates one process drives concurrently.</summary>
public interface IRunLimiter
{
    /// <summary>Waits for a permit; disposing returns it.</summary>
    ValueTask<IDisposable> AcquireAsync(CancellationToken cancellation);
}

/// <summary>The outcome of a run, returned to its callers.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Verdict">Its verdict, where it has one.</param>
/// <param name="Usage">Its usage, children included.</param>
/// <param name="Reason">Why it stopped, where it has no verdict.</param>
/// <param name="Cause">The kind of failure.</param>
public sealed record RunOutcome(RunStatus Status, Verdict? Verdict, Usage Usage, string? Reason = null,
    FailureKind Cause = FailureKind.None)
{
    /// <summary>The seats whose models could not be asked; null where it stopped for another reason.</summary>
    public IReadOnlyList<AbsentSeat>? Absent { get; init; }
}

/// <summary>A seat whose model could not be asked after all retries.</summary>
/// <param name="Seat">The seat's name.</param>
/// <param name="Reason">Why, for human readers.</param>
public sealed record AbsentSeat(string Seat, string Reason);

/// <summary>Runs children to an outcome, on whichever silo. Starting a child again is harmless: it is the same child.</summary>
public interface IChildRunner
{
    /// <summary>Starts or resumes the child and waits for it.</summary>
    Task<RunOutcome> RunAsync(RunDefinition child, CancellationToken cancellation);
}

/// <summary>
/// A model could not be reached or kept failing after all retries. Never recorded as a result: the deliberation is suspended and can be
/// resumed.
/// </summary>
public sealed class OutageException(FailureKind error, string message) : Exception(message)
{
    /// <summary>The kind of failure.</summary>
    public FailureKind Cause { get; } = error;
}

/// <summary>
/// The run stops here and can be resumed. A protocol may observe this exception but cannot swallow it: every later effect throws it again
/// and the protocol's result is discarded.
/// </summary>
public sealed class SuspendedException(RunStatus status, string reason, FailureKind cause = FailureKind.None) : Exception(reason)
{
    /// <summary>The status of the run from here on.</summary>
    public RunStatus Status { get; } = status;

    /// <summary>The kind of failure.</summary>
    public FailureKind Cause { get; } = cause;

    /// <summary>The seats whose models could not be asked; null where it stopped for another reason.</summary>
    public IReadOnlyList<AbsentSeat>? Absent { get; init; }
}

/// <summary>Another activation owns the run: this one must stop without recording anything.</summary>
public sealed class FencedException(DeliberationId id) : Exception($"Another activation of {id} took over.");

/// <summary>The journal does not match the protocol: it made a different request at the same path, or has another version.</summary>
public sealed class ReplayException(string message) : Exception(message);
