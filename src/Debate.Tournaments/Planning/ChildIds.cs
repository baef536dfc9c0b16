using Debate.Deliberation;

namespace Debate.Tournaments.Planning;

/// <summary>The ids of a run's children.</summary>
internal static class ChildIds
{
    /// <summary>Throws <see cref="InputException"/> where the child with the longest key would have too long an id.</summary>
    internal static void Validate(DeliberationId id, string longestKey)
    {
        var left = DeliberationId.MaxLength - longestKey.Length - 1;
        if (id.Value.Length > left)
            throw new InputException(FormattableString.Invariant(
                $"id '{id}': it has {id.Value.Length} characters, and must have at most {left}: an id has at most ")
                + FormattableString.Invariant($"{DeliberationId.MaxLength}, that of its part '{longestKey}' too"));
    }
}
