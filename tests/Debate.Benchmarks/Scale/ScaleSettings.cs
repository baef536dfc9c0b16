namespace Debate.Benchmarks.Scale;

/// <summary>
/// The deployment that debates run on. The costs of a debate at a silo and at Redis were measured (tests/acceptance/capacity.py, see
/// deploy/SCALE.md). The capacity of a model host is assumed: if you have one, measure it and enter the figure.
/// </summary>
internal sealed record ScaleSettings
{
    /// <summary>Silos, each with two cores.</summary>
    public int Silos { get; init; } = 2;

    /// <summary>Processor time of a debate at its silo in seconds, including calls over HTTP.</summary>
    public double SiloSeconds { get; init; } = 0.0049;

    /// <summary>Redis servers; runs are distributed over them by the hash of their root.</summary>
    public int Redis { get; init; } = 1;

    /// <summary>Processor time of a debate at its Redis server, which is single-threaded, in seconds.</summary>
    public double RedisSeconds { get; init; } = 0.00098;

    /// <summary>Model hosts.</summary>
    public int Hosts { get; init; } = 20;

    /// <summary>Concurrent calls at a host (assumed).</summary>
    public int Parallel { get; init; } = 64;

    /// <summary>
    /// Mean duration of a call at a fully loaded host in seconds (assumed); durations are log-normal with a coefficient of variation of one
    /// half.
    /// </summary>
    public double CallSeconds { get; init; } = 3;

    /// <summary>Settings with the given numbers of silos, Redis servers and model hosts; numbers not given keep their defaults.</summary>
    public static ScaleSettings Of(IReadOnlyList<int> counts)
    {
        var place = new ScaleSettings();
        if (counts is [var silos, ..]) place = place with { Silos = silos };
        if (counts is [_, var redis, ..]) place = place with { Redis = redis };
        return counts is [_, _, var hosts] ? place with { Hosts = hosts } : place;
    }

    /// <summary>Calls of a debate, one after another: the number measured for MAD, rounded up.</summary>
    public int Effects { get; init; } = 8;
}
