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

    /// <summary>A seed that a person can type.</summary>
    public long Seed() => draw(1_000_000_000);
}
