namespace Debate.Deliberation.Clinical;

/// <summary>
/// Knowledge about treatments, and cases to apply it to: enough to play both seats of ArgMed without a model. Every claim has a source. It
/// illustrates argumentation; it is not medical advice, and its notice says so.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Notice">The notice that must accompany every result.</param>
/// <param name="Facts">What can be true of a patient.</param>
/// <param name="Goals">What a treatment can aim to achieve.</param>
/// <param name="Treatments">The treatments, in the order in which to consider them.</param>
/// <param name="Effects">Adverse effects that matter to some patients.</param>
/// <param name="Contraindications">Facts that make a treatment dangerous.</param>
/// <param name="Preferences">Treatments that are better than others.</param>
/// <param name="Cases">The patients.</param>
internal sealed record ClinicalKnowledge(
    string Name, string Notice, IReadOnlyList<ClinicalItem> Facts, IReadOnlyList<ClinicalItem> Goals, IReadOnlyList<Treatment> Treatments,
    IReadOnlyList<AdverseEffect> Effects, IReadOnlyList<Contraindication> Contraindications, IReadOnlyList<Preference> Preferences,
    IReadOnlyList<ClinicalCase> Cases);

/// <summary>A fact or a goal.</summary>
internal sealed record ClinicalItem(string Id, string Text);

/// <summary>A treatment and the goals that it promotes.</summary>
internal sealed record Treatment(string Id, string Text, IReadOnlyList<string> Goals, string Source);

/// <summary>What neutralises an objection: a fact about the patient, and the reason.</summary>
internal sealed record MitigatingFact(string Fact, string Because);

/// <summary>An adverse effect of a treatment that would harm a patient for whom a fact holds.</summary>
internal sealed record AdverseEffect(string Treatment, string Effect, string When, MitigatingFact? Unless, string Source);

/// <summary>A danger of a treatment to a patient for whom a fact holds.</summary>
internal sealed record Contraindication(string Treatment, string When, string Danger, MitigatingFact? Unless, string Source);

/// <summary>A treatment that is better than another one for patients for whom a fact holds, or for all when no fact is given.</summary>
internal sealed record Preference(string Prefer, string Over, string? When, string Because, MitigatingFact? Unless, string Source);

/// <summary>A treatment that was tried on the patient and did not help.</summary>
internal sealed record FailedTreatment(string Treatment, string Because, MitigatingFact? Unless, string Source);

/// <summary>A patient: the facts that hold, the goal, and what failed before.</summary>
internal sealed record ClinicalCase(
    string Id, string Text, string Goal, IReadOnlyList<string> Facts, IReadOnlyList<FailedTreatment> Failures, string? Expected);
