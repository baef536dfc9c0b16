namespace Debate.Deliberation.Engine;

/// <summary>One call of a model.</summary>
/// <param name="Id">The deliberation.</param>
/// <param name="Path">The effect; with the id and an attempt it names the call to the endpoint.</param>
/// <param name="Seat">Who is asked: the model's name and its sampling are the seat's.</param>
/// <param name="Chat">The messages.</param>
/// <param name="Sample">Which of several independent samples; part of the request and of a cache's key.</param>
/// <param name="Seed">A seed for models that take one: a function of the run's seed and the path.</param>
/// <param name="Problem">For simulated models alone, which play a knowledge of the key; it never leaves the process for others.</param>
public sealed record ModelCall(
    DeliberationId Id, string Path, Seat Seat, IReadOnlyList<ChatMessage> Chat, int Sample, long Seed, Problem? Problem)
{
    /// <summary>The hash of what is asked; with the path it names the turn of a seat that is played from outside.</summary>
    public string Request { get; init; } = "";
}

/// <summary>A message of a call.</summary>
public sealed record ChatMessage(Role Role, string Text);

/// <summary>What a model replied.</summary>
/// <param name="Text">The reply, as it came.</param>
/// <param name="Usage">What it used: one call, or one cached reply.</param>
/// <param name="Finish">Why it stopped, where that is not the ordinary end.</param>
public sealed record ModelReply(string Text, Usage Usage, string? Finish = null)
{
    /// <summary>What a policy in training told of it; null for every other model.</summary>
    public PolicyTrace? Policy { get; init; }
}

/// <summary>
/// The model hosts, by configured name. A call that cannot be answered after all retries throws <see cref="OutageException"/>; a
/// malformed or refusing reply is a reply.
/// </summary>
public interface IModelHosts
{
    /// <summary>
    /// Waits for a place and a slot in time at the model. It is held until the reply is recorded, so that what a crash can cost is bounded
    /// by the model's parallelism, and asked for before the call is sent, so that a queue never eats the call's time limit.
    /// </summary>
    ValueTask<IDisposable> AdmitAsync(Seat seat, Applicant who, CancellationToken cancellation);

    /// <summary>
    /// Asks; the caller was admitted. A seat that is played from outside and not replied in time throws <see cref="SuspendedException"/>.
    /// </summary>
    Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation);

    /// <summary>Tells that the reply to a call is durable.</summary>
    void Recorded(ModelCall call)
    {
    }

    /// <summary>
    /// The most that a call can use, reserved before it is sent; throws <see cref="InputException"/> for an unknown model.
    /// </summary>
    Usage Bound(Seat seat, Chat chat);
}

/// <summary>What the configuration says of a model, as far as whoever sends it calls must know.</summary>
/// <param name="Parallel">Calls at once from one silo; positive.</param>
/// <param name="RequestsPerMinute">Calls a minute of all silos together; null for no limit.</param>
/// <param name="ContextTokens">Prompt and reply together; null where unknown.</param>
/// <param name="PricePerMillionIn">Money for 10^6 prompt tokens.</param>
/// <param name="PricePerMillionOut">Money for 10^6 generated tokens.</param>
/// <param name="Simulated">Whether it plays with a knowledge of the problem's key.</param>
public sealed record ModelTerms(
    int Parallel, int? RequestsPerMinute, int? ContextTokens, decimal PricePerMillionIn, decimal PricePerMillionOut, bool Simulated);

/// <summary>
/// The models behind the hosts: the room Debate.Models implements it, grains call it. Errors are those of <see cref="IModelHosts"/>.
/// </summary>
public interface IModelBackends
{
    /// <summary>The terms of a model; throws <see cref="InputException"/> for an unknown one.</summary>
    ModelTerms Terms(string model);

    /// <summary>
    /// Waits for a place (parallelism) and a slot in time (rate) of the model; disposing gives the place back. Asked for before the call
    /// is sent, so that a queue never eats a call's time limit.
    /// </summary>
    ValueTask<IDisposable> AdmitAsync(string model, Applicant who, CancellationToken cancellation);

    /// <summary>Asks, with retries.</summary>
    Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation);
}

/// <summary>Limits how many debates one process drives at once.</summary>
public interface IDebatePlaces
{
    /// <summary>Waits for a place; disposing gives it back.</summary>
    ValueTask<IDisposable> EnterAsync(CancellationToken cancellation);
}

/// <summary>As many as come.</summary>
public sealed class UnlimitedPlaces : IDebatePlaces, IDisposable
{
    /// <summary>The only one.</summary>
    public static UnlimitedPlaces Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask<IDisposable> EnterAsync(CancellationToken cancellation) => new(this);

    /// <summary>Nothing was taken.</summary>
    public void Dispose()
    {
    }
}

/// <summary>What became of a run for whoever waits for it.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Verdict">Its verdict, where it has one.</param>
/// <param name="Usage">What it used, children included.</param>
/// <param name="Reason">Why it stopped, where it has no verdict.</param>
/// <param name="Cause">What kind of trouble it was.</param>
public sealed record Outcome(RunStatus Status, Verdict? Verdict, Usage Usage, string? Reason = null, Trouble Cause = Trouble.None);

/// <summary>Runs children to an outcome, wherever they live. Starting a child again is harmless: it is the same child.</summary>
public interface IChildren
{
    /// <summary>Starts or resumes the child and waits for it.</summary>
    Task<Outcome> RunAsync(Snapshot child, CancellationToken cancellation);
}

/// <summary>
/// A model could not be asked, whatever was tried. Never recorded as a result: the deliberation is suspended and can be resumed.
/// </summary>
public sealed class OutageException(Trouble trouble, string message) : Exception(message)
{
    /// <summary>What kind of trouble.</summary>
    public Trouble Trouble { get; } = trouble;
}

/// <summary>
/// The run stops here and can be resumed. A protocol may see it pass but cannot stop it: every later effect throws it again and the
/// protocol's result is not taken.
/// </summary>
public sealed class SuspendedException(RunStatus status, string reason, Trouble cause = Trouble.None) : Exception(reason)
{
    /// <summary>Why, in one word.</summary>
    public RunStatus Status { get; } = status;

    /// <summary>What kind of trouble.</summary>
    public Trouble Cause { get; } = cause;
}

/// <summary>Another activation owns the run: this one must stop without a trace.</summary>
public sealed class FencedException(DeliberationId id) : Exception($"Another activation of {id} took over.");

/// <summary>The journal does not fit the protocol: it asked for something else at the same place, or has another version.</summary>
public sealed class ReplayException(string message) : Exception(message);
