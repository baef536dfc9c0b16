using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Clinical;

/// <summary>The arguments that a knowledge base gives about one case: decisions for its goal, and what speaks against an argument.</summary>
internal sealed class ClinicalReasoning(ClinicalKnowledge knowledge, ClinicalCase patient)
{
    /// <summary>The notice that goes with every result.</summary>
    public string Notice => knowledge.Notice;

    /// <summary>
    /// The reasoning of a problem that is a case of a knowledge base; an <see cref="InputException"/> where it is none.
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
        from t in knowledge.Treatments
        where t.Goals.Contains(patient.Goal)
        select Argue("ASDM", t.Text, ("goal", knowledge.Goals.First(g => g.Id == patient.Goal).Text),
            ("facts", string.Join("; ", patient.Facts.Select(Fact))), ("evidence", t.Source));

    /// <summary>What speaks against an argument, in the order of its critical questions.</summary>
    public IEnumerable<(Objection Objection, SchemeArgument Counter)> Against(SchemeArgument argument)
    {
        var counters = argument.Scheme.Name is "ASDM" or "ASBD" ? Objections(argument).Concat(Exceptions(argument)) : Exceptions(argument);
        return
            from question in argument.Scheme.Questions.DistinctBy(q => q.Counter)
            from counter in counters
            where counter.Scheme.Name == question.Counter
            select (new Objection(question.Id, string.Join(' ', counter.Premises)), counter);
    }

    /// <summary>What speaks against a treatment as a decision, or as the better alternative to one.</summary>
    private IEnumerable<SchemeArgument> Objections(SchemeArgument argument)
    {
        var named = argument.Scheme.Name == "ASBD" ? argument.Value("alternative") : argument.Decision;
        if (knowledge.Treatments.FirstOrDefault(t => t.Text == named) is not { } treatment) return [];
        return Grounds().Where(g => g.Treatment == treatment.Id).Select(g => g.Argument);
    }

    /// <summary>What takes the force from an objection to a treatment.</summary>
    private IEnumerable<SchemeArgument> Exceptions(SchemeArgument argument) =>
        from g in Grounds()
        where g.Argument.Text == argument.Text && g.Unless is { } unless && Holds(unless.Fact)
        select Argue("ASEX", argument.Decision, ("exception", g.Unless!.Because), ("evidence", $"the patient has {Fact(g.Unless.Fact)}"));

    /// <summary>Every objection to a treatment that the facts of the case give rise to.</summary>
    private IEnumerable<(string Treatment, SchemeArgument Argument, Unless? Unless)> Grounds() =>
    [
        .. from c in knowledge.Contraindications
           where Holds(c.When)
           select (c.Treatment, Argue("ASDA", Find(c.Treatment).Text, ("condition", Fact(c.When)), ("danger", c.Danger), ("evidence", c.Source)), c.Unless),
        .. from e in knowledge.Effects
           where Holds(e.When)
           select (e.Treatment, Argue("ASSE", Find(e.Treatment).Text, ("effect", e.Effect), ("condition", Fact(e.When)), ("evidence", e.Source)), e.Unless),
        .. from f in patient.Failures
           select (f.Treatment, Argue("ASIN", Find(f.Treatment).Text, ("failure", f.Because), ("evidence", f.Source)), f.Unless),
        .. from p in knowledge.Preferences
           where Holds(p.When) && Find(p.Prefer).Goals.Contains(patient.Goal)
           select (p.Over, Argue("ASBD", Find(p.Over).Text, ("alternative", Find(p.Prefer).Text), ("advantage", p.Because), ("evidence", p.Source)), p.Unless),
    ];

    private bool Holds(string? fact) => fact is null || patient.Facts.Contains(fact);

    private string Fact(string id) => knowledge.Facts.First(f => f.Id == id).Text;

    private Treatment Find(string id) => knowledge.Treatments.First(t => t.Id == id);

    private static SchemeArgument Argue(string scheme, string decision, params (string Name, string Value)[] values) =>
        new(SchemeBook.Default[scheme], values.Append((Scheme.Decision, decision)).Select(v => KeyValuePair.Create(v.Item1, v.Item2)));
}

/// <summary>Both seats of ArgMed without a model: the same moves, from a knowledge base. What it does is said in the open.</summary>
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
