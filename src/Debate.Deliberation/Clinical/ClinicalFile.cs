using Debate.Core.Input;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Clinical;

/// <summary>
/// A clinical knowledge base as a YAML file: name, notice, and lists of facts (id, text), goals (id, text), treatments (id, text, goals,
/// source), effects (treatment, effect, when, source), contraindications (treatment, when, danger, source), preferences (prefer, over,
/// when, because, source) and cases (id, text, goal, facts, failures, expected). An objection to a treatment may have an "unless" (fact,
/// because) that neutralises it. Each case becomes a problem. Errors name file, line and rule.
/// </summary>
public static class ClinicalFile
{
    private static readonly string[] Keys =
        ["name", "notice", "facts", "goals", "treatments", "effects", "contraindications", "preferences", "cases"];

    /// <summary>The cases as problems: the choices are the treatments for the goal, in the order of the file; at least one case.</summary>
    public static IReadOnlyList<Problem> Read(string text, string file)
    {
        var knowledge = ReadKnowledge(text, file);
        return [.. knowledge.Cases.Select(c => new Problem(c.Id, FormatQuestion(knowledge, c))
        {
            Choices = [.. knowledge.Treatments.Where(t => t.Goals.Contains(c.Goal)).Select(t => t.Text)],
            Answers = c.Expected is { } id ? [knowledge.Treatments.First(t => t.Id == id).Text] : [],
            Knowledge = text,
        })];
    }

    internal static ClinicalKnowledge ReadKnowledge(string text, string file)
    {
        var root = YamlRecord.Read(file, text, Keys);
        var facts = ReadItems(root, "facts");
        var goals = ReadItems(root, "goals");
        var goal = CreateIdCheck("goal", goals.Select(g => g.Id));
        Treatment[] treatments =
        [
            .. root.Records("treatments", "id", "text", "goals", "source").Select(t => new Treatment(
                t.Required("id"), t.Text("text") ?? t.Required("id"), [.. t.Texts("goals").Select(g => goal(t, "goals", g))],
                t.Required("source"))),
        ];
        RequireDistinct(root, "treatments", treatments.Select(t => t.Id));
        RequireDistinct(root, "treatments", treatments.Select(t => t.Text));
        var lists = new ClinicalListReader(root, CreateIdCheck("fact", facts.Select(f => f.Id)), goal,
            CreateIdCheck("treatment", treatments.Select(t => t.Id)));
        var cases = lists.ReadCases();
        if (cases.Count == 0) throw root.ErrorAt("cases", "'cases' must list at least one case");
        RequireDistinct(root, "cases", cases.Select(c => c.Id));
        foreach (var patient in cases)
            CheckTreatments(root, patient, [.. treatments.Where(t => t.Goals.Contains(patient.Goal)).Select(t => t.Id)]);
        return new(root.Required("name"), root.Required("notice"), facts, goals, treatments,
            lists.ReadEffects(), lists.ReadContraindications(), lists.ReadPreferences(), cases);
    }

    private static void CheckTreatments(YamlRecord root, ClinicalCase patient, IReadOnlyCollection<string> ids)
    {
        if (ids.Count is < 2 or > 26)
            throw root.ErrorAt("cases", $"case '{patient.Id}': {ids.Count} treatments have its goal; it must be 2 to 26");
        if (patient.Expected is { } expected && !ids.Contains(expected))
            throw root.ErrorAt("cases", $"case '{patient.Id}': the expected treatment '{expected}' does not have its goal");
    }

    private static string FormatQuestion(ClinicalKnowledge knowledge, ClinicalCase patient)
    {
        string Fact(string id) => knowledge.Facts.First(f => f.Id == id).Text;
        string Treatment(string id) => knowledge.Treatments.First(t => t.Id == id).Text;
        var failed = patient.Failures.Select(f => $"{Treatment(f.Treatment)} failed before: {f.Because}.");
        return string.Join('\n', [
            patient.Text, $"Facts: {string.Join("; ", patient.Facts.Select(Fact))}.", .. failed,
            $"Goal: {knowledge.Goals.First(g => g.Id == patient.Goal).Text}.", "Which of the treatments should be considered?",
        ]);
    }

    private static IReadOnlyList<ClinicalItem> ReadItems(YamlRecord root, string key)
    {
        ClinicalItem[] items = [.. root.Records(key, "id", "text").Select(i => new ClinicalItem(i.Required("id"), i.Required("text")))];
        RequireDistinct(root, key, items.Select(i => i.Id));
        return items;
    }

    private static Func<YamlRecord, string, string, string> CreateIdCheck(string kind, IEnumerable<string> ids)
    {
        var known = ids.ToHashSet(StringComparer.Ordinal);
        return (record, key, id) => known.Contains(id) ? id : throw record.ErrorAt(key, $"'{id}' is the id of no {kind}");
    }

    private static void RequireDistinct(YamlRecord root, string key, IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (names.FirstOrDefault(n => !seen.Add(n)) is { } twice) throw root.ErrorAt(key, $"'{twice}' stands twice in '{key}'");
    }
}

/// <summary>
/// Reads the lists of a knowledge base; <paramref name="fact"/>, <paramref name="goal"/> and <paramref name="treatment"/> reject an id that
/// is not declared.
/// </summary>
internal sealed class ClinicalListReader(
    YamlRecord root, Func<YamlRecord, string, string, string> fact, Func<YamlRecord, string, string, string> goal,
    Func<YamlRecord, string, string, string> treatment)
{
    public IReadOnlyList<AdverseEffect> ReadEffects() =>
    [
        .. root.Records("effects", "treatment", "effect", "when", "unless", "source").Select(e => new AdverseEffect(
            ReadTreatmentId(e, "treatment"), e.Required("effect"), ReadFactId(e, "when"), ReadMitigation(e), e.Required("source"))),
    ];

    public IReadOnlyList<Contraindication> ReadContraindications() =>
    [
        .. root.Records("contraindications", "treatment", "when", "danger", "unless", "source").Select(c => new Contraindication(
            ReadTreatmentId(c, "treatment"), ReadFactId(c, "when"), c.Required("danger"), ReadMitigation(c), c.Required("source"))),
    ];

    public IReadOnlyList<Preference> ReadPreferences() =>
    [
        .. root.Records("preferences", "prefer", "over", "when", "because", "unless", "source").Select(p => new Preference(
            ReadTreatmentId(p, "prefer"), ReadTreatmentId(p, "over"), p.Text("when") is null ? null
            : ReadFactId(p, "when"), p.Required("because"),
            ReadMitigation(p), p.Required("source"))),
    ];

    public IReadOnlyList<ClinicalCase> ReadCases() =>
    [
        .. root.Records("cases", "id", "text", "goal", "facts", "failures", "expected").Select(c => new ClinicalCase(
            c.Required("id"), c.Required("text"), goal(c, "goal", c.Required("goal")),
            [.. c.Texts("facts").Select(f => fact(c, "facts", f))],
            [.. c.Records("failures", "treatment", "because", "unless", "source").Select(ReadFailure)],
            c.Text("expected") is null ? null : ReadTreatmentId(c, "expected"))),
    ];

    private FailedTreatment ReadFailure(YamlRecord f) =>
        new(ReadTreatmentId(f, "treatment"), f.Required("because"), ReadMitigation(f), f.Required("source"));

    private MitigatingFact? ReadMitigation(YamlRecord record) => record.Record("unless", "fact", "because") is { } unless
        ? new(ReadFactId(unless, "fact"), unless.Required("because")) : null;

    private string ReadFactId(YamlRecord record, string key) => fact(record, key, record.Required(key));

    private string ReadTreatmentId(YamlRecord record, string key) => treatment(record, key, record.Required(key));
}
