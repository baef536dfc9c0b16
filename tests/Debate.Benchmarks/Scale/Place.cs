namespace Debate.Benchmarks.Scale;

/// <summary>
/// What debates are run on. The figures of one silo, one Redis and one model host are those of deploy/SCALE.md, where it stands how they were
/// measured; whoever measures others runs the simulation with those.
/// </summary>
internal sealed record Place
{
    /// <summary>Silos, each of two cores.</summary>
    public int Silos { get; init; } = 2;

    /// <summary>Processor time of a debate at its silo, seconds.</summary>
    public double SiloSeconds { get; init; } = 0.0012;

    /// <summary>Redis servers, between which runs are divided by the hash of their root.</summary>
    public int Redis { get; init; } = 1;

    /// <summary>Appends a second that one Redis makes durable.</summary>
    public double Appends { get; init; } = 8_000;

    /// <summary>Model hosts.</summary>
    public int Hosts { get; init; } = 20;

    /// <summary>Calls at once at a host.</summary>
    public int Parallel { get; init; } = 64;

    /// <summary>The mean time of a call at a full host, seconds; calls are log-normal with a coefficient of variation of one half.</summary>
    public double CallSeconds { get; init; } = 3;

    /// <summary>So many silos, Redis servers and model hosts, as far as they are told.</summary>
    public static Place Of(IReadOnlyList<int> counts)
    {
        var place = new Place();
        if (counts is [var silos, ..]) place = place with { Silos = silos };
        if (counts is [_, var redis, ..]) place = place with { Redis = redis };
        return counts is [_, _, var hosts] ? place with { Hosts = hosts } : place;
    }

    /// <summary>Effects of a debate, each a call and an append: MAD's longest.</summary>
    public int Effects { get; init; } = 11;
}
