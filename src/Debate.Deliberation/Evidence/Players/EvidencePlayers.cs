namespace Debate.Deliberation.Evidence.Players;

/// <summary>The players that users can choose.</summary>
public static class EvidencePlayers
{
    private static readonly IEvidencePlayer[] Players = [new RandomPlayer(), new GreedyPlayer(), new CounterPlayer(), new MinimaxPlayer()];

    private static readonly SortedDictionary<string, IEvidencePlayer> All = new(Players.ToDictionary(p => p.Name), StringComparer.Ordinal);

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>The player of this name; throws an <see cref="InputException"/> that lists the names when there is none.</summary>
    public static IEvidencePlayer Find(string name) => All.TryGetValue(name, out var player)
        ? player : throw new InputException($"player '{name}': not one of {string.Join(", ", Names)}");
}
