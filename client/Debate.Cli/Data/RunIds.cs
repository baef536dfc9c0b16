using System.Globalization;
using System.Security.Cryptography;
using Debate.Deliberation;

namespace Debate.Cli.Data;

/// <summary>Fresh ids and seeds: the one place where the tool looks at a clock and at chance.</summary>
internal sealed class RunIds(TimeProvider clock, Func<int, int> draw)
{
    /// <summary>The machine's clock and chance.</summary>
    public static RunIds Fresh { get; } = new(TimeProvider.System, RandomNumberGenerator.GetInt32);

    /// <summary>An id that sorts by time: 20261123-071500-1a2b3c.</summary>
    public DeliberationId Next()
    {
        var time = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return new($"{time}-{draw(1 << 24).ToString("x6", CultureInfo.InvariantCulture)}");
    }

    /// <summary>The id that was asked for, which must be a root's; a fresh one where none was.</summary>
    public static DeliberationId Given(string? given)
    {
        if (given is null) return Fresh.Next();
        var id = DeliberationId.Parse(given);
        return id.IsRoot ? id : throw new InputException($"--id '{given}': the id of a run has no '/'");
    }

    /// <summary>A seed that a person can type.</summary>
    public long Seed() => draw(1_000_000_000);
}
