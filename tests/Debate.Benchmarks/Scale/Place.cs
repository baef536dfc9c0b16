namespace Debate.Benchmarks.Scale;

/// <summary>
/// What debates are run on. What a silo and Redis spend on a debate was measured (tests/acceptance/capacity.py, see deploy/SCALE.md); what a
/// model host carries is assumed: whoever has one measures it and puts the figure in.
/// </summary>
internal sealed record Place
{
    /// <summary>Silos, each of two cores.</summary>
    public int Silos { get; init; } = 2;

    /// <summary>Processor time of a debate at its silo, seconds, calls over HTTP included.</summary>
    public double SiloSeconds { get; init; } = 0.0049;

    /// <summary>Redis servers, between which runs are divided by the hash of their root.</summary>
    public int Redis { get; init; } = 1;

    /// <summary>Processor time of a debate at its Redis, which is one thread, seconds.</summary>
    public double RedisSeconds { get; init; } = 0.00098;

    /// <summary>Model hosts.</summary>
    public int Hosts { get; init; } = 20;

    /// <summary>Calls at once at a host: assumed.</summary>
    public int Parallel { get; init; } = 64;

    /// <summary>The mean time of a call at a full host, seconds, assumed; calls are log-normal with a coefficient of variation of one half.</summary>
    public double CallSeconds { get; init; } = 3;

    /// <summary>So many silos, Redis servers and model hosts, as far as they are told.</summary>
    public static Place Of(IReadOnlyList<int> counts)
    {
        var place = new Place();
        if (counts is [var silos, ..]) place = place with { Silos = silos };
        if (counts is [_, var redis, ..]) place = place with { Redis = redis };
        return counts is [_, _, var hosts] ? place with { Hosts = hosts } : place;
    }

    /// <summary>Calls of a debate, one after another: what MAD took, rounded up.</summary>
    public int Effects { get; init; } = 8;
}
