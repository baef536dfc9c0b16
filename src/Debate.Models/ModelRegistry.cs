using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>The dependencies and settings of the models.</summary>
public sealed record ModelRegistryOptions
{
    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable, from which API keys come.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The folder of the response cache; null, the default, for none. Simulated models are never cached.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>
    /// Shares each model's calls per minute among silos; null, the default, for a process that shares its models with none.
    /// </summary>
    public IModelRates? Rates { get; init; }

    /// <summary>Called from time to time while an endpoint keeps failing and is being retried.</summary>
    public Action<RetryNotice> OnRetry { get; init; } = _ => { };

    /// <summary>Told once in a model's own words for people: what its server refuses and is no longer sent.</summary>
    public Action<string> OnNotice { get; init; } = _ => { };

    /// <summary>
    /// Whether an endpoint that has never answered and cannot be connected to is given up after <see cref="DeadAfter"/>: where a user sits
    /// before the screen, who more likely mistyped an address than started a server a moment ago.
    /// </summary>
    public bool GivesUpEarly { get; init; }

    /// <summary>
    /// How long an endpoint is waited for that has never answered; null for the rule of <see cref="GivesUpEarly"/>. A model's own
    /// <see cref="EndpointSpec.WaitForStart"/> goes before it.
    /// </summary>
    public TimeSpan? WaitForModels { get; init; }

    /// <summary>Whether a model is known to have answered before, by its configured name: in the journal of the run that goes on.</summary>
    public Func<string, bool> HasAnswered { get; init; } = _ => false;

    /// <summary>When an endpoint counts as dead that nobody has seen alive.</summary>
    public static TimeSpan DeadAfter { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Problems that simulated models recognise in prompts, for calls that carry no problem.</summary>
    public ProblemBook Problems { get; init; } = ProblemBook.Empty;
}

/// <summary>The configured models.</summary>
public sealed class ModelRegistry : IModelRegistry, IDisposable
{
    private readonly ModelConfiguration _configuration;
    private readonly Dictionary<string, (ModelLimits Terms, ModelGate Gate, IModelClient Backend)> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fingerprints = new(StringComparer.Ordinal);

    /// <summary>
    /// Opens no connection and needs no key yet; throws <see cref="InputException"/> if a script or recording cannot be read.
    /// </summary>
    public ModelRegistry(ModelConfiguration configuration, ModelRegistryOptions? options = null)
    {
        _configuration = configuration;
        options ??= new();
        foreach (var spec in configuration.Models.Concat(CanaryModel.Specs.Values))
        {
            var gate = CreateGate(spec, options);
            IModelClient backend = spec is EndpointSpec endpoint
                ? new EndpointModelClient(endpoint, gate, options)
                : new SimulatedModelClient((SimulatedSpec)spec, options);
            _models.Add(spec.Name, (spec.Limits, gate, backend));
        }
        foreach (var spec in configuration.Models) _fingerprints.Add(spec.Name, spec.ComputeFingerprint());
    }

    /// <inheritdoc/>
    public ModelLimits GetLimits(string model) => Find(model).Terms;

    /// <inheritdoc/>
    public int? FindMaxTokens(string model) => _models.TryGetValue(model, out var found) ? found.Terms.MaxTokens : null;

    /// <inheritdoc/>
    public string GetFingerprint(string model) => _fingerprints.GetValueOrDefault(model, "");

    /// <inheritdoc/>
    public ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation) =>
        Find(model).Gate.AdmitAsync(admission, cancellation);

    /// <inheritdoc/>
    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) =>
        Find(call.Seat.Model).Backend.AskAsync(call, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, backend) in _models.Values) backend.Dispose();
    }

    private static ModelGate CreateGate(ModelSpec spec, ModelRegistryOptions options) =>
        (options.Rates, spec.RequestsPerMinute) is ({ } rates, { } rate)
            ? new(spec.Parallel, due => new SharedRate(spec.Name, rate, rates, options.Clock, due))
            : new(spec.Parallel, spec.RequestsPerMinute, options.Clock);

    private (ModelLimits Terms, ModelGate Gate, IModelClient Backend) Find(string model) => _models.TryGetValue(model, out var found)
        ? found
        : throw CreateUnknownError(model);

    private InvalidOperationException CreateUnknownError(string model)
    {
        _configuration.Find(model);
        return new InvalidOperationException($"model '{model}' is configured and has no backend.");
    }
}

/// <summary>The client of one configured model.</summary>
internal interface IModelClient : IDisposable
{
    /// <summary>Asks the model, with retries if they can help; throws <see cref="OutageException"/> if it cannot be asked.</summary>
    Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation);
}
