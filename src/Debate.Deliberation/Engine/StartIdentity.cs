namespace Debate.Deliberation.Engine;

/// <summary>
/// Tells a start that is repeated from another start with the same id. Of all starts with one id exactly one inserts entry 0, which never
/// changes, so whoever compares with that entry after trying gets the same answer, however many come at once and wherever.
/// </summary>
public static class StartIdentity
{
    /// <summary>
    /// A hash of all that a definition asks for. The id and the seed do not count: the id is what is compared by, and a seed that was not
    /// given is drawn. Nor do the model configuration and the protocol's version, which are the server's and may change meanwhile.
    /// </summary>
    public static string Compute(RunDefinition definition) => Digest.Hash256(JournalJsonOptions.Serialize(new RunStarted(definition with
    {
        Id = new(""),
        Seed = 0,
        Configuration = null,
        Version = "",
    })));

    /// <summary>Whether a start repeats the one that the stored definition is of.</summary>
    /// <param name="stored">The definition in entry 0.</param>
    /// <param name="asked">The definition that was to start.</param>
    /// <param name="isSeedGiven">Whether its seed was given, not drawn: then it must be the stored one.</param>
    public static bool IsRepeated(RunDefinition stored, RunDefinition asked, bool isSeedGiven) =>
        Compute(stored) == Compute(asked) && (!isSeedGiven || stored.Seed == asked.Seed);
}
