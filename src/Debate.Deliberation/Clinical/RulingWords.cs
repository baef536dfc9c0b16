namespace Debate.Deliberation.Clinical;

/// <summary>
/// Explains an acceptance analysis in words that a clinician can read, one line per reason. An id in square brackets is an argument that
/// supports the line and is accepted together with the decision; other ids appear without brackets.
/// </summary>
public static class RulingWords
{
    /// <summary>Why a decision was taken, and why each other one was not.</summary>
    /// <param name="dialogue">The arguments of the dialogue.</param>
    /// <param name="ruling">The acceptance of the decisions.</param>
    /// <param name="chosen">The index of the decision among the arguments.</param>
    /// <param name="tie">Why it was taken among several acceptable ones; null when it is the only one.</param>
    public static IEnumerable<string> Of(Dialogue dialogue, Ruling ruling, int chosen, string? tie)
    {
        var set = ruling.ExplanationOf(chosen);
        yield return $"{Named(dialogue, chosen)} because {Because(dialogue, chosen)} [{dialogue.Arguments[chosen].Id}].";
        if (tie is not null) yield return $"{Named(dialogue, chosen)} among {ruling.Optional.Count} acceptable decisions: {tie}.";
        foreach (var objection in ruling.Objections(chosen))
            yield return $"The objection {dialogue.Arguments[objection].Id} to it does not stand: "
                + $"{Sentences(dialogue, ruling.Standing(objection, set))}";
        foreach (var other in Others(dialogue, chosen).Except(ruling.Optional)) yield return WhyNot(dialogue, ruling, other, set);
        if (Others(dialogue, chosen).Intersect(ruling.Optional).ToArray() is { Length: > 0 } also)
            yield return "Acceptable too, but one decision excludes the others: "
                + $"{string.Join(", ", also.Select(o => Named(dialogue, o)))}.";
    }

    /// <summary>Why no decision is acceptable, one line per decision.</summary>
    public static IEnumerable<string> None(Dialogue dialogue, IReadOnlyList<int> standing, Ruling ruling) =>
        Others(dialogue, -1).Select(decision => WhyNot(dialogue, ruling, decision, standing));

    private static string WhyNot(Dialogue dialogue, Ruling ruling, int decision, IReadOnlyList<int> set) =>
        $"Not {Named(dialogue, decision)}: {Sentences(dialogue, ruling.Standing(decision, set))}";

    private static string Sentences(Dialogue dialogue, IEnumerable<int> beliefs) => string.Join(' ', beliefs.Select(b =>
        $"[{dialogue.Arguments[b].Id}] {string.Join(' ', dialogue.Arguments[b].Argument.Premises)}"));

    private static string Because(Dialogue dialogue, int decision)
    {
        var argument = dialogue.Arguments[decision].Argument;
        return $"it promotes the goal, {argument.Value("goal")} ({argument.Value("evidence")})";
    }

    private static string Named(Dialogue dialogue, int decision) => dialogue.Arguments[decision].Argument.Decision;

    private static IEnumerable<int> Others(Dialogue dialogue, int chosen) =>
        Enumerable.Range(0, dialogue.Arguments.Count).Where(i => i != chosen && dialogue.Arguments[i].Argument.Scheme.Name == "ASDM");
}
