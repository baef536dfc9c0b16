namespace Debate.Deliberation.Clinical;

/// <summary>
/// Explains an acceptance analysis in words that a clinician can read, one line per reason. An id in square brackets is an argument that
/// supports the line and is accepted together with the decision; other ids appear without brackets.
/// </summary>
public static class AcceptanceExplanation
{
    /// <summary>Why a decision was taken, and why each other one was not.</summary>
    /// <param name="dialogue">The arguments of the dialogue.</param>
    /// <param name="ruling">The acceptance of the decisions.</param>
    /// <param name="chosen">The index of the decision among the arguments.</param>
    /// <param name="tie">Why it was taken among several acceptable ones; null when it is the only one.</param>
    public static IEnumerable<string> Explain(ClinicalDialogue dialogue, AcceptanceAnalysis ruling, int chosen, string? tie)
    {
        var set = ruling.ExplanationOf(chosen);
        yield return $"{GetDecisionText(dialogue, chosen)} because {FormatGoal(dialogue, chosen)} [{dialogue.Arguments[chosen].Id}].";
        if (tie is not null)
            yield return $"{GetDecisionText(dialogue, chosen)} among {ruling.Acceptable.Count} acceptable decisions: {tie}.";
        foreach (var objection in ruling.FindAttackingBeliefs(chosen))
            yield return $"The objection {dialogue.Arguments[objection].Id} to it does not stand: "
                + $"{FormatBeliefs(dialogue, ruling.FindAttackingBeliefsIn(objection, set))}";
        foreach (var other in FindOtherDecisions(dialogue, chosen).Except(ruling.Acceptable))
            yield return ExplainRejection(dialogue, ruling, other, set);
        if (FindOtherDecisions(dialogue, chosen).Intersect(ruling.Acceptable).ToArray() is { Length: > 0 } also)
            yield return "Acceptable too, but one decision excludes the others: "
                + $"{string.Join(", ", also.Select(o => GetDecisionText(dialogue, o)))}.";
    }

    /// <summary>Why no decision is acceptable, one line per decision.</summary>
    public static IEnumerable<string> ExplainNoneAcceptable(ClinicalDialogue dialogue, IReadOnlyList<int> standing,
        AcceptanceAnalysis ruling) =>
        FindOtherDecisions(dialogue, -1).Select(decision => ExplainRejection(dialogue, ruling, decision, standing));

    private static string ExplainRejection(ClinicalDialogue dialogue, AcceptanceAnalysis ruling, int decision, IReadOnlyList<int> set) =>
        $"Not {GetDecisionText(dialogue, decision)}: {FormatBeliefs(dialogue, ruling.FindAttackingBeliefsIn(decision, set))}";

    private static string FormatBeliefs(ClinicalDialogue dialogue, IEnumerable<int> beliefs) => string.Join(' ', beliefs.Select(b =>
        $"[{dialogue.Arguments[b].Id}] {string.Join(' ', dialogue.Arguments[b].Argument.Premises)}"));

    private static string FormatGoal(ClinicalDialogue dialogue, int decision)
    {
        var argument = dialogue.Arguments[decision].Argument;
        return $"it promotes the goal, {argument.GetValue("goal")} ({argument.GetValue("evidence")})";
    }

    private static string GetDecisionText(ClinicalDialogue dialogue, int decision) => dialogue.Arguments[decision].Argument.Decision;

    private static IEnumerable<int> FindOtherDecisions(ClinicalDialogue dialogue, int chosen) =>
        Enumerable.Range(0, dialogue.Arguments.Count).Where(i => i != chosen && dialogue.Arguments[i].Argument.Scheme.Name == "ASDM");
}
