using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>The dependencies and settings of the models.</summary>
public sealed record ModelBackendsOptions
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
    public Action<Setback> Tell { get; init; } = _ => { };

    /// <summary>Problems that simulated models recognise in prompts, for calls that carry no problem.</summary>
    public ProblemBook Problems { get; init; } = ProblemBook.Empty;
}

/// <summary>The configured models.</summary>
public sealed class ModelBackends : IModelBackends, IDisposable
{
    private readonly ModelConfiguration _configuration;
    private readonly Dictionary<string, (ModelTerms Terms, ModelGate Gate, IModelBackend Backend)> _models = new(StringComparer.Ordinal);

    /// <summary>
    /// Opens no connection and needs no key yet; throws <see cref="InputException"/> if a script or recording cannot be read.
    /// </summary>
    public ModelBackends(ModelConfiguration configuration, ModelBackendsOptions? options = null)
    {
        _configuration = configuration;
        options ??= new();
        foreach (var spec in configuration.Models.Concat(CanaryModel.Specs.Values))
        {
            var gate = Gate(spec, options);
            IModelBackend backend = spec is EndpointSpec endpoint
                ? new EndpointBackend(endpoint, gate, options)
                : new SimulatedBackend((SimulatedSpec)spec, options);
            _models.Add(spec.Name, (spec.Terms, gate, backend));
        }
    }

    /// <inheritdoc/>
    public ModelTerms Terms(string model) => Find(model).Terms;

    /// <inheritdoc/>
    public ValueTask<IDisposable> AdmitAsync(string model, Applicant who, CancellationToken cancellation) =>
        Find(model).Gate.AdmitAsync(who, cancellation);

    /// <inheritdoc/>
    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) =>
        Find(call.Seat.Model).Backend.AskAsync(call, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, backend) in _models.Values) backend.Dispose();
    }

    private static ModelGate Gate(ModelSpec spec, ModelBackendsOptions options) =>
        (options.Rates, spec.RequestsPerMinute) is ({ } rates, { } rate)
            ? new(spec.Parallel, due => new SharedPace(spec.Name, rate, rates, options.Clock, due))
            : new(spec.Parallel, spec.RequestsPerMinute, options.Clock);

    private (ModelTerms Terms, ModelGate Gate, IModelBackend Backend) Find(string model) => _models.TryGetValue(model, out var found)
        ? found
        : throw Unknown(model);

    private InvalidOperationException Unknown(string model)
    {
        _configuration.Find(model);
        return new InvalidOperationException($"model '{model}' is configured and has no backend.");
    }
}
