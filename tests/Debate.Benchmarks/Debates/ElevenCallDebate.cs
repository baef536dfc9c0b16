using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;

namespace Debate.Benchmarks.Debates;

/// <summary>A MAD debate that uses all of its eleven calls.</summary>
internal static class ElevenCallDebate
{
    public const int Effects = 11;

    public static RunDefinition Define(string id)
    {
        var options = Mad.Descriptor.CompleteOptions([]);
        return new()
        {
            Id = new(id),
            Kind = "debate",
            Name = id,
            Protocol = "mad",
            Version = Mad.Descriptor.Fingerprint,
            Options = options,
            Seats = [.. Mad.Descriptor.Seats(options).Select(s => new Seat(s, "instant"))],
            Problem = new("q", "Alice walks up a hill at 1 m/s and down at 3 m/s. What is her average speed?"),
            Seed = 1,
        };
    }
}
