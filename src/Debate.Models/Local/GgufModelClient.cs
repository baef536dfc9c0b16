using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>The client of a model that this process runs itself. The model is loaded by the first call, or by whoever checks it.</summary>
internal sealed class GgufModelClient(GgufSpec spec, ModelTerms terms, ModelGate gate, ModelRegistryOptions options)
    : ConfiguredModelClient(spec.Name, terms, gate), IDisposable
{
    private readonly Lock _lock = new();
    private Task<LoadedModel>? _loading;
    private LocalHost? _host;
    private bool _isDisposed;

    public override Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) =>
        ModelTelemetry.ObserveAsync(spec.Name, call.Seat.Name, options.Clock, () => ReplyAsync(call, cancellation));

    public void Dispose()
    {
        lock (_lock) _isDisposed = true;
        _host?.Dispose();
    }

    /// <summary>How probable a text is after a chat: its tokens are given, and nothing is drawn.</summary>
    public override Task<ModelScore> ScoreAsync(ScoreCall call, CancellationToken cancellation) => GuardAsync(async model =>
    {
        var prompt = model.Template.Tokenize(spec, model.Host.Runtime, call.Chat);
        var given = model.Host.Runtime.Tokenize(call.Continuation);
        if (given.Length == 0) return new ModelScore(0, 0, new(1, 0, 0, 0, 0));
        if (prompt.Length + given.Length > spec.Context)
            throw new InputException($"chat and text have {prompt.Length + given.Length} tokens and do not fit into a context of "
                + $"{spec.Context}; give it a larger 'context'");
        var reply = await model.Host.ScoreAsync(prompt, given, cancellation);
        var tokensIn = prompt.Length + given.Length;
        return new(reply.LogProbabilities.Sum(), given.Length, new(1, 0, tokensIn, 0, spec.Cost(tokensIn, 0)));
    }, cancellation);

    private Task<(ModelReply Reply, long Reused)> ReplyAsync(ModelCall call, CancellationToken cancellation) => GuardAsync(async model =>
    {
        var prompt = model.Template.Tokenize(spec, model.Host.Runtime, call.Chat);
        if (prompt.Length >= spec.Context)
            throw new InputException($"the prompt has {prompt.Length} tokens and leaves no room for a reply in a context of "
                + $"{spec.Context}; give it a larger 'context'");
        var sampling = call.Seat.Sampling;
        var reply = await model.Host.RunAsync(prompt, new(
            sampling.Temperature ?? spec.Temperature ?? GgufSpec.DefaultTemperature, sampling.TopP, CallSeed.Derive(call),
            sampling.ReplyTokens, sampling.Stop ?? []), cancellation);
        var (tokensIn, tokensOut) = (reply.PromptTokens, reply.Tokens.Count);
        return (new ModelReply(reply.Text, new(1, 0, tokensIn, tokensOut, spec.Cost(tokensIn, tokensOut)), reply.Finish),
            (long)reply.ReusedTokens);
    }, cancellation);

    private async Task<T> GuardAsync<T>(Func<LoadedModel, Task<T>> ask, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await ask(await LoadAsync().WaitAsync(cancellation));
        }
        catch (InputException refused)
        {
            throw new OutageException(FailureKind.Rejected, $"model {spec.Name}: {refused.Message}");
        }
        catch (OutageException failed)
        {
            throw new OutageException(failed.Cause, $"model {spec.Name}: {failed.Message}");
        }
    }

    /// <summary>The loaded model. A load that failed is tried again by the next call.</summary>
    private Task<LoadedModel> LoadAsync()
    {
        lock (_lock)
        {
            if (_isDisposed) throw new OutageException(FailureKind.Unreachable, "the model's host was stopped");
            if (_loading is null || _loading.IsFaulted) _loading = Task.Run(Load);
            return _loading;
        }
    }

    private LoadedModel Load()
    {
        var model = LoadedModel.Load(spec, options.Local, options.OnNotice);
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _host = model.Host;
                return model;
            }
        }
        model.Host.Dispose();
        throw new OutageException(FailureKind.Unreachable, "the model's host was stopped");
    }
}

/// <summary>A model that was loaded, with what its calls need.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Template">Its chat template.</param>
internal sealed record LoadedModel(LocalHost Host, LocalTemplate Template)
{
    /// <summary>
    /// Whether a model can be run here, in one line for people: the file, the memory that it takes, what would run it. Throws
    /// <see cref="InputException"/> where it cannot. Loads nothing.
    /// </summary>
    public static string Check(GgufSpec spec, ILocalRuntimes? runtimes)
    {
        var header = GgufHeader.Read(spec.Name, spec.File);
        var template = LocalTemplate.Find(spec, header);
        var (weights, slots) = header.EstimateMemory(spec);
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (spec.GpuLayers == 0 && slots > available)
            throw new InputException($"models.{spec.Name}: {spec.Parallel} slots of {spec.Context} tokens take "
                + FormattableString.Invariant($"{slots / 1e9:0.0} GB and this machine has {available / 1e9:0.0} GB")
                + "; give it a smaller 'context' or 'parallel'");
        var library = (runtimes ?? throw new InputException($"models.{spec.Name}.gguf: this program runs no models itself")).Check(spec);
        return $"{header.Describe(spec)}; template {template.Name}; {library}";
    }

    /// <summary>Loads a model, after it was said what that takes; throws <see cref="InputException"/> where it cannot be loaded.</summary>
    public static LoadedModel Load(GgufSpec spec, ILocalRuntimes? runtimes, Action<string> notice, bool reuses = true)
    {
        notice($"model {spec.Name}: {Check(spec, runtimes)}");
        var template = LocalTemplate.Find(spec, GgufHeader.Read(spec.Name, spec.File));
        return new(new(spec.Name, runtimes!.Load(spec), reuses), template);
    }
}
