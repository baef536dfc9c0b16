using Debate.Deliberation;

namespace Debate.Models;

/// <summary>A model that plays one of <see cref="Canaries"/>.</summary>
internal sealed class CanaryModel(string canary) : ISimulatedModel
{
    /// <summary>All canaries' models, by name.</summary>
    public static IReadOnlyDictionary<string, ModelSpec> Specs { get; } = Canaries.Names.ToDictionary(
        Canaries.ModelName, name => (ModelSpec)new SimulatedSpec(Canaries.ModelName(name), SimulatedKind.Canary), StringComparer.Ordinal);

    public string Reply(SimulatedCall call) => Canaries.GenerateText(canary, SeededRandom.Create(call.Seed, "canary"));
}
