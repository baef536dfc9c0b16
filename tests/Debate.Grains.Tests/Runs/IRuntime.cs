using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Tests.Cluster;
using Debate.Runtime.Externals;
using Debate.Storage;

namespace Debate.Grains.Tests.Runs;

/// <summary>Where runs are driven, over the protocols of <see cref="LambdaProtocol"/> and an in-memory journal.</summary>
internal interface IRuntime : IAsyncDisposable
{
    /// <summary>The journal.</summary>
    MemoryJournal Journal { get; }

    /// <summary>The number of searches of graphs, wherever they are.</summary>
    int SearchCount { get; }

    /// <summary>A run with a model of its own, which has the run's name.</summary>
    RunDefinition Define(string id, string protocol, WatchedModel model, params (string Name, string Value)[] options);

    /// <summary>The run of an id, as its callers see it.</summary>
    IRuntimeRun Run(string id);

    /// <summary>Kills whatever drives a run, as kill -9 would: from then on it neither writes nor calls. Another one can take over.</summary>
    Task KillDriverAsync(WatchedModel model);

    /// <summary>
    /// Ends what drives a run as SIGTERM would: it leaves its runs so that another one can go on with them, and returns when it has.
    /// </summary>
    Task StopDriverAsync(WatchedModel model);
}

/// <summary>One run, as its callers see it; the names are those of the grain and of the local runtime.</summary>
internal interface IRuntimeRun
{
    Task<RunOutcome?> StartAsync(RunDefinition definition);

    Task<RunOutcome?> ResumeAsync(Budget? budget);

    Task<RunOutcome?> RunAsync(RunDefinition definition, TimeSpan atMost);

    Task<RunOutcome> RunToEndAsync(RunDefinition definition, CancellationToken cancellation);

    Task<RunOutcome?> WaitAsync(TimeSpan atMost);

    Task<RunOutcome?> StopAsync(RunStatus status, string reason);

    Task<SeatTurns> WaitForTurnsAsync(string? seat, TimeSpan atMost);

    Task<ExternalReplyStatus> ReplyAsync(ExternalReply reply);
}
