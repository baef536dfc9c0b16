using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Clinical;

/// <summary>The arguments that a knowledge base yields about one case: decisions for its goal, and counter-arguments.</summary>
internal sealed class ClinicalReasoning
{
    private readonly ClinicalKnowledge _knowledge;
    private readonly ClinicalCase _patient;
    private readonly Ground[] _grounds;

    private ClinicalReasoning(ClinicalKnowledge knowledge, ClinicalCase patient)
    {
        (_knowledge, _patient) = (knowledge, patient);
        _grounds = [.. Dangers(), .. Harms(), .. Failures(), .. Preferences()];
    }

    /// <summary>The notice that must accompany every result.</summary>
    public string Notice => _knowledge.Notice;

    /// <summary>
    /// The reasoning for a problem that is a case of a knowledge base; an <see cref="InputException"/> for any other problem.
    /// </summary>
    public static ClinicalReasoning Of(Problem problem)
    {
        if (problem.Knowledge is not { } text)
            throw new InputException($"problem '{problem.Key}': to play from knowledge it must be a case of a clinical knowledge base");
        var knowledge = ClinicalFile.Knowledge(text, "knowledge");
        return new(knowledge, knowledge.Cases.FirstOrDefault(c => c.Id == problem.Key)
            ?? throw new InputException($"problem '{problem.Key}': knowledge {knowledge.Name} has no case of that id"));
    }

    /// <summary>A decision argument for each treatment that promotes the goal, in the order of the knowledge base.</summary>
    public IEnumerable<SchemeArgument> Decisions() =>
        from t in _knowledge.Treatments
        where t.Goals.Contains(_patient.Goal)
        select Argue("ASDM", t.Text, ("goal", _knowledge.Goals.First(g => g.Id == _patient.Goal).Text),
            ("facts", string.Join("; ", _patient.Facts.Select(Fact))), ("evidence", t.Source));

    /// <summary>The objections to an argument with their counter-arguments, in the order of its critical questions.</summary>
    public IEnumerable<(Objection Objection, SchemeArgument Counter)> Against(SchemeArgument argument)
    {
        SchemeArgument[] counters = [.. Objections(argument), .. Exceptions(argument)];
        return
            from question in argument.Scheme.Questions.DistinctBy(q => q.Counter)
            from counter in counters
            where counter.Scheme.Name == question.Counter
            select (new Objection(question.Id, string.Join(' ', counter.Premises)), counter);
    }

    /// <summary>The arguments against a treatment that is proposed as the decision, or as the better alternative to one.</summary>
    private IEnumerable<SchemeArgument> Objections(SchemeArgument argument)
    {
        var named = argument.Scheme.Name switch { "ASDM" => argument.Decision, "ASBD" => argument.Value("alternative"), _ => null };
        var treatment = _knowledge.Treatments.FirstOrDefault(t => t.Text == named);
        return _grounds.Where(g => g.Treatment == treatment?.Id).Select(g => g.Argument);
    }

    /// <summary>The exceptions that neutralise an objection to a treatment.</summary>
    private IEnumerable<SchemeArgument> Exceptions(SchemeArgument argument) =>
        from g in _grounds
        where g.Argument.Text == argument.Text && g.Unless is { } unless && Holds(unless.Fact)
        select Argue("ASEX", argument.Decision, ("exception", g.Unless!.Because), ("evidence", $"the patient has {Fact(g.Unless.Fact)}"));

    private IEnumerable<Ground> Dangers() =>
        from c in _knowledge.Contraindications
        where Holds(c.When)
        select Ground("ASDA", c.Treatment, c.Unless, ("condition", Fact(c.When)), ("danger", c.Danger), ("evidence", c.Source));

    private IEnumerable<Ground> Harms() =>
        from e in _knowledge.Effects
        where Holds(e.When)
        select Ground("ASSE", e.Treatment, e.Unless, ("effect", e.Effect), ("condition", Fact(e.When)), ("evidence", e.Source));

    private IEnumerable<Ground> Failures() =>
        from f in _patient.Failures
        select Ground("ASIN", f.Treatment, f.Unless, ("failure", f.Because), ("evidence", f.Source));

    private IEnumerable<Ground> Preferences() =>
        from p in _knowledge.Preferences
        where Holds(p.When) && Find(p.Prefer).Goals.Contains(_patient.Goal)
        select Ground("ASBD", p.Over, p.Unless, ("alternative", Find(p.Prefer).Text), ("advantage", p.Because), ("evidence", p.Source));

    private Ground Ground(string scheme, string treatment, Unless? unless, params (string Name, string Value)[] values) =>
        new(treatment, Argue(scheme, Find(treatment).Text, values), unless);

    private bool Holds(string? fact) => fact is null || _patient.Facts.Contains(fact);

    private string Fact(string id) => _knowledge.Facts.First(f => f.Id == id).Text;

    private Treatment Find(string id) => _knowledge.Treatments.First(t => t.Id == id);

    private static SchemeArgument Argue(string scheme, string decision, params (string Name, string Value)[] values) =>
        new(SchemeBook.Default[scheme], values.Append((Scheme.Decision, decision)).Select(v => KeyValuePair.Create(v.Item1, v.Item2)));
}

/// <summary>An objection to a treatment that follows from the facts of a case, and the fact that would neutralise it.</summary>
internal sealed record Ground(string Treatment, SchemeArgument Argument, Unless? Unless);

/// <summary>Plays both seats of ArgMed without a model: the same moves, from a knowledge base. Its moves are public statements.</summary>
internal sealed class KnowledgePlayer(IDeliberation d, ClinicalReasoning reasoning) : IGenerator, IVerifier
{
    public async Task<SchemeArgument?> DecideAsync(IReadOnlyList<Argued> proposed, int round)
    {
        if (reasoning.Decisions().FirstOrDefault(a => !proposed.Any(p => p.Argument.Decision == a.Decision)) is not { } next) return null;
        await d.SayAsync("generator", next.Text, round);
        return next;
    }

    public async Task<SchemeArgument?> CounterAsync(Argued target, Objection objection, int round)
    {
        var known = reasoning.Against(target.Argument).Where(a => a.Objection.Question == objection.Question).ToArray();
        var counter = known.FirstOrDefault(a => a.Objection == objection, known.FirstOrDefault()).Counter;
        if (counter is not null) await d.SayAsync("generator", counter.Text, round);
        return counter;
    }

    public async Task<Objection?> VerifyAsync(Argued argument, IReadOnlyList<Objection> raised, int round)
    {
        var objection = reasoning.Against(argument.Argument).Select(a => a.Objection).FirstOrDefault(o => !raised.Contains(o));
        await d.SayAsync("verifier", objection is null ? "Accepted." : $"Not accepted ({objection.Question}): {objection.Reason}", round);
        return objection;
    }
}
