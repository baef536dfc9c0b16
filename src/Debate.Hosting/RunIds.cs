using System.Globalization;
using System.Security.Cryptography;
using Debate.Deliberation;

namespace Debate.Hosting;

/// <summary>Fresh ids and seeds: the one place that looks at a clock and at chance.</summary>
public sealed class RunIds(TimeProvider clock, Func<int, int> draw)
{
    /// <summary>The machine's clock and chance.</summary>
    public static RunIds Fresh { get; } = new(TimeProvider.System, RandomNumberGenerator.GetInt32);

    /// <summary>An id that sorts by time: 20261123-071500-1a2b3c.</summary>
    public DeliberationId Next()
    {
        var time = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return new($"{time}-{draw(1 << 24).ToString("x6", CultureInfo.InvariantCulture)}");
    }

    /// <summary>
    /// The id that was asked for; a fresh one where none was. An <see cref="InputException"/> where it is a child's or the engine's own:
    /// what begins with '~' are graphs.
    /// </summary>
    public static DeliberationId Given(string? given, string field = "--id")
    {
        if (given is null) return Fresh.Next();
        var id = DeliberationId.Parse(given);
        if (!id.IsRoot) throw new InputException($"{field} '{given}': the id of a run has no '/'");
        return given.StartsWith('~') ? throw new InputException($"{field} '{given}': the id of a run does not begin with '~'") : id;
    }

    /// <summary>A seed that a person can type.</summary>
    public long Seed() => draw(1_000_000_000);
}
