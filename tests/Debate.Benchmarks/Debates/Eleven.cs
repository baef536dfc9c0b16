using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;

namespace Debate.Benchmarks.Debates;

/// <summary>A MAD debate that uses all of its eleven calls.</summary>
internal static class Eleven
{
    public const int Effects = 11;

    public static Snapshot Snapshot(string id)
    {
        var options = Mad.Entry.Complete([]);
        return new()
        {
            Id = new(id),
            Kind = "debate",
            Name = id,
            Protocol = "mad",
            Version = Mad.Entry.Stamp,
            Options = options,
            Seats = [.. Mad.Entry.Seats(options).Select(s => new Seat(s, "instant"))],
            Problem = new("q", "Alice walks up a hill at 1 m/s and down at 3 m/s. What is her average speed?"),
            Seed = 1,
        };
    }
}
