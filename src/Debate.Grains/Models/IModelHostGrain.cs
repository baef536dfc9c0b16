using Debate.Deliberation.Engine;
using Orleans.Runtime;

namespace Debate.Grains.Models;

/// <summary>Sends calls to a model from one silo; its key is one of <see cref="ModelHostKey"/>.</summary>
[Alias("debate.model-host")]
public interface IModelHostGrain : IGrainWithStringKey
{
    /// <summary>Asks, with retries. The caller already holds a permit for the model, so the timeout covers the model alone.</summary>
    [Alias("ask"), ResponseTimeout("00:30:00")]
    Task<HostReply> AskAsync(ModelCall call, CancellationToken cancellation);

    /// <summary>Asks how probable the model finds a text.</summary>
    [Alias("score"), ResponseTimeout("00:30:00")]
    Task<HostScore> ScoreAsync(ScoreCall call, CancellationToken cancellation);
}

/// <summary>A score between silos, or why there is none.</summary>
/// <param name="Score">The score; null on failure.</param>
/// <param name="Failure">The kind of failure.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record HostScore(ModelScore? Score, FailureKind Failure = FailureKind.None, string? Message = null);

/// <summary>
/// A reply between silos, or why there is none: failures travel as data, so that no exception type has to cross the wire and silos of
/// different builds understand each other while a cluster is upgraded.
/// </summary>
/// <param name="Reply">The reply; null on failure.</param>
/// <param name="Trouble">The kind of failure.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record HostReply(ModelReply? Reply, FailureKind Trouble = FailureKind.None, string? Message = null);

/// <summary>
/// Keys of <see cref="IModelHostGrain"/>: a model's configured name for any silo that hosts it, "NAME at SILO" for one particular silo.
/// </summary>
public static class ModelHostKey
{
    private const string Separator = " at ";

    /// <summary>Creates the key of a model's host on one silo.</summary>
    public static string Create(string model, SiloAddress silo) => $"{model}{Separator}{silo.ToParsableString()}";

    /// <summary>Parses a key into its model and silo; the silo is null if the key names none.</summary>
    public static (string Model, SiloAddress? Silo) Parse(string key)
    {
        var cut = key.LastIndexOf(Separator, StringComparison.Ordinal);
        return cut < 0 ? (key, null) : (key[..cut], SiloAddress.FromParsableString(key[(cut + Separator.Length)..]));
    }
}

/// <summary>Shares one model's calls per minute among all silos; its key is the configured name of the model.</summary>
[Alias("debate.model-rate")]
public interface IModelRateGrain : IGrainWithStringKey
{
    /// <summary>Grants the next starts of calls.</summary>
    /// <param name="requestsPerMinute">Calls per minute of all silos together; positive.</param>
    /// <param name="wanted">Calls that wait at the requesting silo; positive.</param>
    [Alias("grant"), ResponseTimeout("00:00:05")]
    Task<StartPermits> GrantAsync(int requestsPerMinute, int wanted);
}
