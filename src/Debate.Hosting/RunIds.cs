using System.Globalization;
using System.Security.Cryptography;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Hosting;

/// <summary>Creates run ids and seeds: the only place that reads a clock and a random number generator for them.</summary>
public sealed class RunIds(TimeProvider clock, Func<int, int> draw)
{
    /// <summary>Uses the machine's clock and random number generator.</summary>
    public static RunIds Default { get; } = new(TimeProvider.System, RandomNumberGenerator.GetInt32);

    /// <summary>Creates an id that sorts by time: 20261123-071500-1a2b3c.</summary>
    public DeliberationId CreateId()
    {
        var time = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return new($"{time}-{draw(1 << 24).ToString("x6", CultureInfo.InvariantCulture)}");
    }

    /// <summary>
    /// Parses the requested id, or creates one if none was requested. Throws <see cref="InputException"/> for the id of a child and for ids
    /// reserved for the engine, which begin with '~' (such as graphs).
    /// </summary>
    public static DeliberationId ParseOrCreate(string? given, string field = "--id")
    {
        if (given is null) return Default.CreateId();
        var id = DeliberationId.Parse(given);
        if (!id.IsRoot) throw new InputException($"{field} '{given}': the id of a run has no '/'");
        return given.StartsWith('~') ? throw new InputException($"{field} '{given}': the id of a run does not begin with '~'") : id;
    }

    /// <summary>Creates a seed short enough for a person to type.</summary>
    public long CreateSeed() => draw(1_000_000_000);
}
