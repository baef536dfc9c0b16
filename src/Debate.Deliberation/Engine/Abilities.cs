using Debate.Core.Input;

namespace Debate.Deliberation.Engine;

/// <summary>What a model can do beyond replying.</summary>
[Flags]
public enum Abilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It goes on with a message that it has begun: a chat that ends with the seat's own words asks for what follows them.</summary>
    Prefix = 1,

    /// <summary>It says how probable it finds a text after a chat.</summary>
    LogProbabilities = 2,
}

/// <summary>An ability without which a protocol cannot go under the options given: a run that lacks it is refused before its first entry.</summary>
/// <param name="Seat">The seat whose model needs it.</param>
/// <param name="Ability">The ability.</param>
public sealed record AbilityNeed(string Seat, Abilities Ability);

/// <summary>How probable a model finds a text after a chat.</summary>
/// <param name="LogProbability">The natural logarithm of its probability: the sum over its tokens, at most 0.</param>
/// <param name="Tokens">The number of its tokens.</param>
public sealed record ContinuationScore(double LogProbability, int Tokens);

/// <summary>A text whose probability is asked for.</summary>
/// <param name="Id">The deliberation.</param>
/// <param name="Path">The path of the effect.</param>
/// <param name="Seat">The seat whose model is asked.</param>
/// <param name="Chat">The messages before it.</param>
/// <param name="Continuation">The text, as the seat would say it next.</param>
public sealed record ScoreCall(DeliberationId Id, string Path, Seat Seat, IReadOnlyList<ChatMessage> Chat, string Continuation);

/// <summary>A model's score of a text.</summary>
/// <param name="LogProbability">The natural logarithm of its probability.</param>
/// <param name="Tokens">The number of its tokens.</param>
/// <param name="Usage">The usage of the call.</param>
public sealed record ModelScore(double LogProbability, int Tokens, Usage Usage);

/// <summary>The names of abilities and what is said where one is missing.</summary>
public static class AbilityNames
{
    private static readonly (Abilities Ability, string Name, string Verb)[] Known =
    [
        (Abilities.Prefix, "prefix", "continue a message"),
        (Abilities.LogProbabilities, "log-probabilities", "tell how probable a text is"),
    ];

    /// <summary>The names, as configurations have them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Select(k => k.Name)];

    /// <summary>The name of one ability.</summary>
    public static string NameOf(Abilities ability) => Known.First(k => k.Ability == ability).Name;

    /// <summary>The ability of a name.</summary>
    public static Abilities Parse(string name) => Known.First(k => k.Name == name).Ability;

    /// <summary>The names of several abilities.</summary>
    public static IEnumerable<string> List(Abilities abilities) => Known.Where(k => abilities.HasFlag(k.Ability)).Select(k => k.Name);

    /// <summary>What a model cannot do: "model small cannot continue a message".</summary>
    public static string DescribeMissing(string model, Abilities ability) =>
        $"model {model} cannot {Known.First(k => k.Ability == ability).Verb}";

    /// <summary>The refusal where a model lacks an ability.</summary>
    public static InputException Refuse(string model, Abilities ability)
    {
        var (_, name, verb) = Known.First(k => k.Ability == ability);
        return new($"model '{model}': cannot {verb}; say can: [{name}] in its entry where its server does");
    }

    /// <summary>Throws an <see cref="InputException"/> where the model of a seat that needs an ability lacks it.</summary>
    internal static void Check(RunDefinition definition, ProtocolRegistry protocols, IModelClient models)
    {
        protocols.Find(definition.Protocol).ValidateSeats(definition.Seats, definition.Options);
        // Of several thoughts the one is kept under which what was heard is most probable.
        var thinkers = definition.Seats.Where(s => s.Thinks > 1).Select(s => new AbilityNeed(s.Name, Abilities.LogProbabilities));
        foreach (var need in protocols.ListNeeds(definition.Protocol, definition.Options).Concat(thinkers))
            foreach (var seat in definition.Seats)
                if (seat.Name == need.Seat && models.FindTerms(seat.Model) is { } terms && !terms.Abilities.HasFlag(need.Ability))
                    throw Refuse(seat.Model, need.Ability);
    }

    /// <summary>The hash of a request for a score.</summary>
    internal static string HashScore(Seat seat, Chat chat, string continuation) =>
        Core.Digest.Hash128("score", seat.Name, seat.Model, chat.Id, continuation);
}
