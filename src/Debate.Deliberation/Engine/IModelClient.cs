using Debate.Core.Input;

namespace Debate.Deliberation.Engine;

/// <summary>
/// The way to the models: one port for every back end (an endpoint, a simulated or recorded model, a seat that is played from outside), for
/// several of them under their names, and for what stands before them (route, observe, cache). The engine knows nothing else of models.
/// <para>A call that cannot be answered after all retries throws <see cref="OutageException"/>; a malformed or refusing reply is still a
/// reply. Whoever cancels gets an <see cref="OperationCanceledException"/>. Implementations are thread-safe.</para>
/// </summary>
public interface IModelClient
{
    /// <summary>The terms of a model, which are constant while this client lives; null for a model that it does not have.</summary>
    ModelTerms? FindTerms(string model);

    /// <summary>The terms of a model; throws <see cref="InputException"/>, which names it, for one that it does not have.</summary>
    ModelTerms GetTerms(string model) =>
        FindTerms(model) ?? throw new InputException($"model '{model}': there is none of that name");

    /// <summary>
    /// Waits for a permit (parallelism) and a start (rate) at the model; disposing returns the permit. It is held until the reply is
    /// recorded, so that the calls a crash can lose are bounded by the model's parallelism, and acquired before the call is sent, so that
    /// queueing never counts against the call's time limit. By default the model is never busy.
    /// </summary>
    ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation) =>
        new(FreePermit.Instance);

    /// <summary>
    /// Sends a call that was admitted, with retries where they can help. An external seat that does not reply in time throws
    /// <see cref="SuspendedException"/>.
    /// </summary>
    Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation);

    /// <summary>
    /// How probable the model of a call that was admitted finds a text; throws <see cref="InputException"/> where it cannot tell
    /// (<see cref="Abilities.LogProbabilities"/>).
    /// </summary>
    Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation) =>
        throw AbilityNames.Refuse(call.Seat.Model, Abilities.LogProbabilities);

    /// <summary>Notifies that the reply to a call is durable: once for each reply that is recorded.</summary>
    void OnRecorded(ModelCall call)
    {
    }
}

/// <summary>The terms of a model: what its callers need to know of it before they ask, such as its limits and prices.</summary>
/// <param name="Parallel">Concurrent calls from one silo; positive.</param>
/// <param name="RequestsPerMinute">Calls per minute from all silos together; null for no limit.</param>
/// <param name="ContextTokens">Prompt and reply together; null where unknown.</param>
/// <param name="PricePerMillionIn">Price of 10^6 prompt tokens.</param>
/// <param name="PricePerMillionOut">Price of 10^6 generated tokens.</param>
/// <param name="Simulated">Whether it is simulated with knowledge of the problem's key.</param>
public sealed record ModelTerms(
    int Parallel, int? RequestsPerMinute, int? ContextTokens, decimal PricePerMillionIn, decimal PricePerMillionOut, bool Simulated)
{
    /// <summary>The terms of a model that has no limit and no price.</summary>
    public static ModelTerms Free { get; } = new(int.MaxValue, null, null, 0, 0, Simulated: false);

    /// <summary>The token limit of replies to seats that set none; null for <see cref="Sampling.DefaultMaxTokens"/>.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether a seat's earlier thoughts are sent back with its earlier replies, so that prompts hold them too.</summary>
    public bool KeepsThoughts { get; init; }

    /// <summary>
    /// A hash of what the model's entry says that decides its replies: where it is and what it is called there, its sampling, what is sent
    /// to it, how it is simulated; not its limits, prices, times and key. Empty where that is unknown.
    /// </summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>
    /// Whether it is played from outside, so that a reply may take days: it is waited for durably, its turn is offered again after a crash,
    /// it is never sent to another silo, and a run that is handed over or waits for a permit of its silo does not keep others waiting.
    /// </summary>
    public bool IsExternal { get; init; }

    /// <summary>What it can do beyond replying.</summary>
    public Abilities Abilities { get; init; }

    /// <summary>The maximum usage of any call, where it does not depend on the call; null for that of <see cref="Reservation"/>.</summary>
    public Usage? MaxUsage { get; init; }
}

/// <summary>A client before another one, which passes on what it does not override.</summary>
public abstract class DelegatingModelClient(IModelClient inner) : IModelClient
{
    /// <summary>The client behind this one.</summary>
    protected IModelClient Inner => inner;

    /// <inheritdoc/>
    public virtual ModelTerms? FindTerms(string model) => inner.FindTerms(model);

    /// <inheritdoc/>
    public virtual ModelTerms GetTerms(string model) => inner.GetTerms(model);

    /// <inheritdoc/>
    public virtual ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation) =>
        inner.AdmitAsync(model, admission, cancellation);

    /// <inheritdoc/>
    public virtual Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) => inner.AskAsync(call, cancellation);

    /// <inheritdoc/>
    public virtual Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation) => inner.ScoreAsync(call, cancellation);

    /// <inheritdoc/>
    public virtual void OnRecorded(ModelCall call) => inner.OnRecorded(call);
}

/// <summary>
/// The models that this process asks itself: several back ends as one, each of which has names of its own. A call goes to the first that
/// has its model, and what none has is refused by the last.
/// </summary>
/// <param name="backends">The back ends; at least one.</param>
public sealed class LocalModels(params IReadOnlyList<IModelClient> backends) : IModelClient
{
    /// <inheritdoc/>
    public ModelTerms? FindTerms(string model) => FindBackend(model).FindTerms(model);

    /// <inheritdoc/>
    public ModelTerms GetTerms(string model) => FindBackend(model).GetTerms(model);

    /// <inheritdoc/>
    public ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation) =>
        FindBackend(model).AdmitAsync(model, admission, cancellation);

    /// <inheritdoc/>
    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) =>
        FindBackend(call.Seat.Model).AskAsync(call, cancellation);

    /// <inheritdoc/>
    public Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation) =>
        FindBackend(call.Seat.Model).ScoreAsync(call, cancellation);

    /// <inheritdoc/>
    public void OnRecorded(ModelCall call) => FindBackend(call.Seat.Model).OnRecorded(call);

    private IModelClient FindBackend(string model)
    {
        for (var i = 0; i < backends.Count - 1; i++)
            if (backends[i].FindTerms(model) is not null) return backends[i];
        return backends[^1];
    }
}
