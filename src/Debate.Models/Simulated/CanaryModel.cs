using Debate.Deliberation;

namespace Debate.Models;

/// <summary>A model that plays one of <see cref="Canaries"/>.</summary>
internal sealed class CanaryModel(string canary) : ISimulatedModel
{
    /// <summary>All canaries' models, by name.</summary>
    public static IReadOnlyDictionary<string, ModelSpec> Specs { get; } = Canaries.Names.ToDictionary(
        Canaries.Model, name => (ModelSpec)new SimulatedSpec(Canaries.Model(name), SimulatedKind.Canary), StringComparer.Ordinal);

    public string Reply(SimulatedCall call) => Canaries.Say(canary, Draws.Of(call.Seed, "canary"));
}
