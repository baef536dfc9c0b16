using Debate.Core.Input;
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

    /// <summary>
    /// Awaited before each request to an endpoint, as late as can be: nothing is sent before it is done. Null for nothing.
    /// </summary>
    public Func<CancellationToken, Task>? BeforeRequest { get; init; }

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

    /// <summary>Runs models in this process; null where this program runs none.</summary>
    public ILocalRuntimes? Local { get; init; }

    /// <summary>When an endpoint counts as dead that nobody has seen alive.</summary>
    public static TimeSpan DeadAfter { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Problems that simulated models recognise in prompts, for calls that carry no problem.</summary>
    public ProblemBook Problems { get; init; } = ProblemBook.Empty;
}

/// <summary>The configured models, each behind a client of its own; an unknown name is answered with those that there are.</summary>
public sealed class ModelRegistry : IModelClient, IDisposable
{
    private readonly ModelConfiguration _configuration;
    private readonly Dictionary<string, IModelClient> _clients = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _connections = [];
    private readonly ILocalRuntimes? _local;

    /// <summary>
    /// Opens no connection and needs no key yet; throws <see cref="InputException"/> if a script or recording cannot be read.
    /// </summary>
    public ModelRegistry(ModelConfiguration configuration, ModelRegistryOptions? options = null)
    {
        _configuration = configuration;
        options ??= new();
        _local = options.Local;
        foreach (var spec in configuration.Models) Add(spec, spec.Terms with { Fingerprint = spec.ComputeFingerprint() }, options);
        foreach (var spec in CanaryModel.Specs.Values) Add(spec, spec.Terms, options);
    }

    /// <inheritdoc/>
    public ModelTerms? FindTerms(string model) => _clients.GetValueOrDefault(model)?.FindTerms(model);

    /// <inheritdoc/>
    public ModelTerms GetTerms(string model) => Find(model).GetTerms(model);

    /// <inheritdoc/>
    public ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation) =>
        Find(model).AdmitAsync(model, admission, cancellation);

    /// <inheritdoc/>
    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) =>
        Find(call.Seat.Model).AskAsync(call, cancellation);

    /// <inheritdoc/>
    public Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation) =>
        Find(call.Seat.Model).ScoreAsync(call, cancellation);

    /// <inheritdoc/>
    public void OnRecorded(ModelCall call) => Find(call.Seat.Model).OnRecorded(call);

    /// <summary>
    /// Checks, before a run has an entry, that this process can run those of the named models that it would run itself; throws
    /// <see cref="InputException"/> with what is missing and what helps.
    /// </summary>
    public void CheckLocal(IEnumerable<string> names)
    {
        foreach (var spec in _configuration.Models.OfType<GgufSpec>().Where(spec => names.Contains(spec.Name))) Describe(spec);
    }

    /// <summary>
    /// What running a model in this process takes and what would run it, in one line for people; throws <see cref="InputException"/> where it
    /// cannot be run here.
    /// </summary>
    public string Describe(GgufSpec spec) => LoadedModel.Check(spec, _local);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
    }

    private void Add(ModelSpec spec, ModelTerms terms, ModelRegistryOptions options)
    {
        var gate = CreateGate(spec, options);
        _clients.Add(spec.Name, spec switch
        {
            EndpointSpec endpoint => CreateClient(endpoint, terms, gate, options),
            GgufSpec gguf => Own(new GgufModelClient(gguf, terms, gate, options)),
            _ => new SimulatedModelClient((SimulatedSpec)spec, terms, gate, options),
        });
    }

    private T Own<T>(T client) where T : IDisposable
    {
        _connections.Add(client);
        return client;
    }

    /// <summary>An endpoint behind its cache, behind the guard of its key.</summary>
    private IModelClient CreateClient(EndpointSpec spec, ModelTerms terms, ModelGate gate, ModelRegistryOptions options)
    {
        var key = EndpointKey.Read(spec, options.Environment);
        var endpoint = Own(new EndpointModelClient(spec, terms, gate, key, options));
        IModelClient client = options.CacheFolder is { } folder ? new CachedModelClient(endpoint, spec, gate, folder) : endpoint;
        return key is null ? client : new KeyGuard(client, key);
    }

    private static ModelGate CreateGate(ModelSpec spec, ModelRegistryOptions options) =>
        (options.Rates, spec.RequestsPerMinute) is ({ } rates, { } rate)
            ? new(spec.Parallel, due => new SharedRate(spec.Name, rate, rates, options.Clock, due))
            : new(spec.Parallel, spec.RequestsPerMinute, options.Clock);

    private IModelClient Find(string model)
    {
        if (_clients.TryGetValue(model, out var client)) return client;
        _configuration.Find(model);
        throw new InvalidOperationException($"model '{model}' is configured and has no backend.");
    }
}

/// <summary>The client of one configured model: its terms, and admission through its gate.</summary>
internal abstract class ConfiguredModelClient(string name, ModelTerms terms, ModelGate gate) : IModelClient
{
    public ModelTerms? FindTerms(string model) => model == name ? terms : null;

    public ValueTask<IDisposable> AdmitAsync(string model, AdmissionRequest admission, CancellationToken cancellation) =>
        gate.AdmitAsync(admission, cancellation);

    public abstract Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation);

    public virtual Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation) =>
        throw AbilityNames.Refuse(name, Abilities.LogProbabilities);
}
