using System.Collections.Immutable;
using Debate.Deliberation.Engine;
using Debate.Testing;

namespace Debate.Models.Tests;

/// <summary>A model behind an endpoint.</summary>
public class EndpointClientTests : ModelClientConformance, IAsyncDisposable
{
    private SimulatedEndpoint? _endpoint;
    private ModelRegistry? _models;

    public virtual async ValueTask DisposeAsync()
    {
        _models?.Dispose();
        if (_endpoint is not null) await _endpoint.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override async Task<IModelClient> StartAsync(Habit habit)
    {
        _endpoint = await SimulatedEndpoint.StartAsync(async (_, hungUp) =>
        {
            if (habit == Habit.Hangs) await Task.Delay(Timeout.Infinite, hungUp);
            return habit == Habit.Replies ? EndpointReply.Text("yes", 7, 1) : EndpointReply.Error(401, "who are you?");
        });
        var spec = new EndpointSpec(Model, new Uri(_endpoint.Url), "there") { Parallel = Parallel };
        return _models = await StartAsync(spec, habit);
    }

    internal virtual Task<ModelRegistry> StartAsync(EndpointSpec spec, Habit habit) => Task.FromResult(SampleCalls.Backends(spec));
}

/// <summary>An endpoint behind a cache that holds its reply.</summary>
public sealed class CachedClientTests : EndpointClientTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("debate-cached").FullName;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal override async Task<ModelRegistry> StartAsync(EndpointSpec spec, Habit habit)
    {
        var models = SampleCalls.Backends(spec, new() { CacheFolder = _folder });
        if (habit == Habit.Replies) await models.AskAsync(Call(), Cancellation);
        return models;
    }
}

/// <summary>An endpoint with a key, and one whose key is missing.</summary>
public sealed class KeyedClientTests : EndpointClientTests
{
    internal override Task<ModelRegistry> StartAsync(EndpointSpec spec, Habit habit) => Task.FromResult(SampleCalls.Backends(
        spec with { KeyVariable = "KEY" }, new() { Environment = _ => habit == Habit.Fails ? null : "secret" }));
}

/// <summary>A simulated model that speaks by a script.</summary>
public sealed class ScriptedClientTests : ModelClientConformance
{
    protected override Task<IModelClient> StartAsync(Habit habit) => Task.FromResult<IModelClient>(SampleCalls.Backends(
        new SimulatedSpec(Model, SimulatedKind.Scripted)
        {
            Parallel = Parallel,
            Latency = habit == Habit.Hangs ? TimeSpan.FromDays(1) : TimeSpan.Zero,
            Script = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add(habit == Habit.Fails ? "other" : Seat.Name, ["yes"]),
        }));
}

/// <summary>A model that gives recorded replies.</summary>
public sealed class RecordedClientTests : ModelClientConformance
{
    protected override Task<IModelClient> StartAsync(Habit habit) => Task.FromResult<IModelClient>(SampleCalls.Backends(
        new SimulatedSpec(Model, SimulatedKind.Recorded)
        {
            Parallel = Parallel,
            Latency = habit == Habit.Hangs ? TimeSpan.FromDays(1) : TimeSpan.Zero,
            Replies = ImmutableSortedDictionary<string, RecordedReply>.Empty.Add(habit == Habit.Fails ? "9" : "0", new("yes")),
        }));
}

/// <summary>Several back ends as one.</summary>
public sealed class LocalModelsTests : ModelClientConformance
{
    private readonly List<StubModel> _stubs = [];

    [Fact]
    public async Task Each_call_goes_to_the_back_end_that_has_its_model_and_only_there()
    {
        var client = await StartAsync(Habit.Replies);
        client.OnRecorded(Call());
        Assert.Equal([0, 1, 0], _stubs.Select(stub => stub.Recorded.Count));
    }

    protected override Task<IModelClient> StartAsync(Habit habit)
    {
        foreach (var name in new[] { "before", Model, "after" }) _stubs.Add(new(name, name == Model ? habit : Habit.Hangs, Parallel));
        return Task.FromResult<IModelClient>(new LocalModels([.. _stubs]));
    }
}

/// <summary>What stands before another client and changes nothing of it.</summary>
public sealed class DelegatingClientTests : ModelClientConformance
{
    private StubModel? _inner;

    [Fact]
    public async Task Reply_that_was_recorded_is_told_once()
    {
        var client = await StartAsync(Habit.Replies);
        client.OnRecorded(Call());
        Assert.Single(_inner!.Recorded);
    }

    protected override Task<IModelClient> StartAsync(Habit habit) =>
        Task.FromResult<IModelClient>(new Passing(_inner = new(Model, habit, Parallel)));

    private sealed class Passing(IModelClient inner) : DelegatingModelClient(inner);
}
