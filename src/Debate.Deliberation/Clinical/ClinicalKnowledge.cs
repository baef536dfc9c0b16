namespace Debate.Deliberation.Clinical;

/// <summary>
/// What is known about treatments, and cases to apply it to: enough to play both seats of ArgMed without a model. Everything that is
/// claimed has a source. It illustrates argumentation; it is no medical advice, and says so in its notice.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Notice">What a reader must be told with every result.</param>
/// <param name="Facts">What can be true of a patient.</param>
/// <param name="Goals">What treatment can be meant to achieve.</param>
/// <param name="Treatments">The treatments, those to be considered first first.</param>
/// <param name="Effects">Side effects that matter to some patients.</param>
/// <param name="Contraindications">Facts that make a treatment dangerous.</param>
/// <param name="Preferences">Treatments that are better than others.</param>
/// <param name="Cases">The patients.</param>
internal sealed record ClinicalKnowledge(
    string Name, string Notice, IReadOnlyList<Item> Facts, IReadOnlyList<Item> Goals, IReadOnlyList<Treatment> Treatments,
    IReadOnlyList<SideEffect> Effects, IReadOnlyList<Contraindication> Contraindications, IReadOnlyList<Preference> Preferences,
    IReadOnlyList<ClinicalCase> Cases);

/// <summary>A fact or a goal.</summary>
internal sealed record Item(string Id, string Text);

/// <summary>A treatment and the goals that it promotes.</summary>
internal sealed record Treatment(string Id, string Text, IReadOnlyList<string> Goals, string Source);

/// <summary>What takes the force from an objection: a fact about the patient, and why.</summary>
internal sealed record Unless(string Fact, string Because);

/// <summary>A side effect of a treatment that would harm a patient with a fact.</summary>
internal sealed record SideEffect(string Treatment, string Effect, string When, Unless? Unless, string Source);

/// <summary>A danger of a treatment to a patient with a fact.</summary>
internal sealed record Contraindication(string Treatment, string When, string Danger, Unless? Unless, string Source);

/// <summary>A treatment that is better than another one, for patients with a fact or, without one, for all.</summary>
internal sealed record Preference(string Prefer, string Over, string? When, string Because, Unless? Unless, string Source);

/// <summary>What was tried on the patient and did not help.</summary>
internal sealed record Failure(string Treatment, string Because, Unless? Unless, string Source);

/// <summary>A patient: the facts that hold, the goal, and what failed before.</summary>
internal sealed record ClinicalCase(
    string Id, string Text, string Goal, IReadOnlyList<string> Facts, IReadOnlyList<Failure> Failures, string? Expected);
