using Debate.Core.Input;
using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Clinical;

/// <summary>The arguments that a knowledge base yields about one case: decisions for its goal, and counter-arguments.</summary>
internal sealed class ClinicalReasoning
{
    private readonly ClinicalKnowledge _knowledge;
    private readonly ClinicalCase _patient;
    private readonly ReasonAgainst[] _reasons;

    private ClinicalReasoning(ClinicalKnowledge knowledge, ClinicalCase patient)
    {
        (_knowledge, _patient) = (knowledge, patient);
        _reasons = [.. CreateDangers(), .. CreateHarms(), .. CreateFailures(), .. CreatePreferences()];
    }

    /// <summary>The notice that must accompany every result.</summary>
    public string Notice => _knowledge.Notice;

    /// <summary>
    /// The reasoning for a problem that is a case of a knowledge base; an <see cref="InputException"/> for any other problem.
    /// </summary>
    public static ClinicalReasoning Create(Problem problem)
    {
        if (problem.Knowledge is not { } text)
            throw new InputException($"problem '{problem.Key}': to play from knowledge it must be a case of a clinical knowledge base");
        var knowledge = ClinicalFile.ReadKnowledge(text, "knowledge");
        return new(knowledge, knowledge.Cases.FirstOrDefault(c => c.Id == problem.Key)
            ?? throw new InputException($"problem '{problem.Key}': knowledge {knowledge.Name} has no case of that id"));
    }

    /// <summary>A decision argument for each treatment that promotes the goal, in the order of the knowledge base.</summary>
    public IEnumerable<SchemeArgument> CreateDecisions() =>
        from t in _knowledge.Treatments
        where t.Goals.Contains(_patient.Goal)
        select CreateArgument("ASDM", t.Text, ("goal", _knowledge.Goals.First(g => g.Id == _patient.Goal).Text),
            ("facts", string.Join("; ", _patient.Facts.Select(GetFactText))), ("evidence", t.Source));

    /// <summary>The objections to an argument with their counter-arguments, in the order of its critical questions.</summary>
    public IEnumerable<(Objection Objection, SchemeArgument Counter)> FindCounterarguments(SchemeArgument argument)
    {
        SchemeArgument[] counters = [.. FindObjections(argument), .. CreateExceptions(argument)];
        return
            from question in argument.Scheme.Questions.DistinctBy(q => q.CounterScheme)
            from counter in counters
            where counter.Scheme.Name == question.CounterScheme
            select (new Objection(question.Id, string.Join(' ', counter.Premises)), counter);
    }

    /// <summary>The arguments against a treatment that is proposed as the decision, or as the better alternative to one.</summary>
    private IEnumerable<SchemeArgument> FindObjections(SchemeArgument argument)
    {
        var named = argument.Scheme.Name switch { "ASDM" => argument.Decision, "ASBD" => argument.GetValue("alternative"), _ => null };
        var treatment = _knowledge.Treatments.FirstOrDefault(t => t.Text == named);
        return _reasons.Where(g => g.Treatment == treatment?.Id).Select(g => g.Argument);
    }

    /// <summary>The exceptions that neutralise an objection to a treatment.</summary>
    private IEnumerable<SchemeArgument> CreateExceptions(SchemeArgument argument) =>
        from g in _reasons
        where g.Argument.Text == argument.Text && g.Unless is { } unless && HasFact(unless.Fact)
        select CreateArgument("ASEX", argument.Decision, ("exception", g.Unless!.Because),
            ("evidence", $"the patient has {GetFactText(g.Unless.Fact)}"));

    private IEnumerable<ReasonAgainst> CreateDangers() =>
        from c in _knowledge.Contraindications
        where HasFact(c.When)
        select CreateReason("ASDA", c.Treatment, c.Unless, ("condition", GetFactText(c.When)), ("danger", c.Danger),
            ("evidence", c.Source));

    private IEnumerable<ReasonAgainst> CreateHarms() =>
        from e in _knowledge.Effects
        where HasFact(e.When)
        select CreateReason("ASSE", e.Treatment, e.Unless, ("effect", e.Effect), ("condition", GetFactText(e.When)),
            ("evidence", e.Source));

    private IEnumerable<ReasonAgainst> CreateFailures() =>
        from f in _patient.Failures
        select CreateReason("ASIN", f.Treatment, f.Unless, ("failure", f.Because), ("evidence", f.Source));

    private IEnumerable<ReasonAgainst> CreatePreferences() =>
        from p in _knowledge.Preferences
        where HasFact(p.When) && GetTreatment(p.Prefer).Goals.Contains(_patient.Goal)
        select CreateReason("ASBD", p.Over, p.Unless, ("alternative", GetTreatment(p.Prefer).Text), ("advantage", p.Because),
            ("evidence", p.Source));

    private ReasonAgainst CreateReason(string scheme, string treatment, MitigatingFact? unless,
        params (string Name, string Value)[] values) =>
        new(treatment, CreateArgument(scheme, GetTreatment(treatment).Text, values), unless);

    private bool HasFact(string? fact) => fact is null || _patient.Facts.Contains(fact);

    private string GetFactText(string id) => _knowledge.Facts.First(f => f.Id == id).Text;

    private Treatment GetTreatment(string id) => _knowledge.Treatments.First(t => t.Id == id);

    private static SchemeArgument CreateArgument(string scheme, string decision, params (string Name, string Value)[] values) =>
        new(SchemeBook.Default[scheme], values.Append((ArgumentScheme.DecisionVariable, decision))
            .Select(v => KeyValuePair.Create(v.Item1, v.Item2)));
}

/// <summary>An objection to a treatment that follows from the facts of a case, and the fact that would neutralise it.</summary>
internal sealed record ReasonAgainst(string Treatment, SchemeArgument Argument, MitigatingFact? Unless);

/// <summary>Plays both seats of ArgMed without a model: the same moves, from a knowledge base. Its moves are public statements.</summary>
internal sealed class KnowledgePlayer(IDeliberation d, ClinicalReasoning reasoning) : IArgumentGenerator, IArgumentVerifier
{
    public async Task<SchemeArgument?> ProposeDecisionAsync(IReadOnlyList<DialogueArgument> proposed, int round)
    {
        if (reasoning.CreateDecisions().FirstOrDefault(a => !proposed.Any(p => p.Argument.Decision == a.Decision)) is not { } next)
            return null;
        await d.SayAsync("generator", next.Text, round);
        return next;
    }

    public async Task<SchemeArgument?> CreateCounterargumentAsync(DialogueArgument target, Objection objection, int round)
    {
        var known = reasoning.FindCounterarguments(target.Argument).Where(a => a.Objection.Question == objection.Question).ToArray();
        var counter = known.FirstOrDefault(a => a.Objection == objection, known.FirstOrDefault()).Counter;
        if (counter is not null) await d.SayAsync("generator", counter.Text, round);
        return counter;
    }

    public async Task<Objection?> VerifyAsync(DialogueArgument argument, IReadOnlyList<Objection> raised, int round)
    {
        var objection = reasoning.FindCounterarguments(argument.Argument).Select(a => a.Objection).FirstOrDefault(o => !raised.Contains(o));
        await d.SayAsync("verifier", objection is null ? "Accepted." : $"Not accepted ({objection.Question}): {objection.Reason}", round);
        return objection;
    }
}

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
