using Debate.Core.Input;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Records;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Clinical;

public sealed class KnowledgeTests
{
    private static readonly IReadOnlyList<Problem> Cases = QuestionFile.Read(ExampleKnowledge.Text, ExampleKnowledge.File);

    public static TheoryData<string> Keys => [.. Cases.Select(c => c.Key)];

    /// <summary>Each case with each of its possible treatments.</summary>
    public static TheoryData<string, string> Treatments => new(Cases.SelectMany(c => c.Choices.Select(t => (c.Key, t))));

    [Theory, MemberData(nameof(Keys))]
    public async Task Case_is_decided_as_expected_without_a_model(string key)
    {
        var problem = Case(key);
        var verdict = await DecideAsync(problem);
        Assert.Equal(problem.Answers.SingleOrDefault(), verdict.Answer);
        Assert.Equal(verdict.Answer is null ? Decision.Undecided : Decision.Decided, verdict.Decision);
        Assert.Contains(verdict.Notes, n => n.Contains("no medical advice", StringComparison.Ordinal));
    }

    /// <summary>
    /// A contraindication whose condition holds rules out its treatment and nothing else that was acceptable in itself, and the why-not
    /// names the fact. Decisions that only a preference for the treatment had ruled out may become acceptable.
    /// </summary>
    [Theory, MemberData(nameof(Treatments))]
    public async Task Added_contraindication_rules_out_its_treatment_and_the_why_not_names_the_fact(string key, string treatment)
    {
        var before = await DecideAsync(Case(key));
        var after = await DecideAsync(With(key, treatment));
        Assert.NotEqual(treatment, after.Answer);
        var line = Assert.Single(after.Reason!.Split('\n'), l => l.StartsWith($"Not {treatment}: ", StringComparison.Ordinal));
        Assert.Contains($"The patient has a green thumb. With a green thumb, {treatment} threatens a strange danger (invented).", line);
        if (before.Answer != treatment && before.Answer is not null && !Prefers(treatment)) Assert.Equal(before.Answer, after.Answer);
        if (before.Answer == treatment) Assert.Contains(treatment, before.Reason!.Split('\n')[0]);
    }

    /// <summary>Without preferences, exactly that treatment ceases to be acceptable.</summary>
    [Fact]
    public async Task Added_contraindication_changes_nothing_else_where_treatments_are_not_compared()
    {
        var plain = string.Join('\n', ExampleKnowledge.Text.Split('\n')
            .Where(l => !l.StartsWith("  - { prefer:", StringComparison.Ordinal)));
        foreach (var problem in QuestionFile.Read(plain, ExampleKnowledge.File))
        {
            var before = await AcceptableAsync(problem);
            foreach (var treatment in problem.Choices)
                Assert.Equal(before.Where(t => t != treatment), await AcceptableAsync(With(problem.Key, treatment, plain)));
        }
    }

    [Fact]
    public async Task Condition_that_does_not_hold_changes_nothing()
    {
        var verdict = await DecideAsync(Case("pregnancy"));
        var text = ExampleKnowledge.Text.TrimEnd()
            + "\n  - { treatment: labetalol, when: kidney-stones, danger: none, source: invented }\n";
        var other = await DecideAsync(QuestionFile.Read(text, ExampleKnowledge.File).Single(p => p.Key == "pregnancy"));
        Assert.Equal((verdict.Answer, verdict.Reason), (other.Answer, other.Reason));
    }

    [Fact]
    public async Task What_is_said_is_in_the_transcript_and_every_objection_is_answered_or_stands()
    {
        var engine = new EngineFixture(_ => throw new InvalidOperationException("no model may be asked"), ArgMed.Descriptor);
        await engine.RunAsync(Snapshot(engine, Case("pregnancy-and-asthma")));
        var said = Transcript.Read(RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run"))));
        Assert.Equal(["generator", "verifier"], said.Select(s => s.Seat).Distinct());
        Assert.Equal(
            ["generator", "verifier", "generator", "verifier", "generator", "verifier", "verifier"],
            said.Where(s => s.Round == 6).Select(s => s.Seat));
        Assert.Contains(said, s => s.Text.StartsWith("Not accepted (CQ4): For the same goal labetalol is better",
            StringComparison.Ordinal));
    }

    [Fact]
    public void Problem_tells_a_model_the_facts_the_goal_and_the_choices()
    {
        var told = Case("earlier-failure").PromptText;
        Assert.Contains("Facts: an age of 55 or more; gout; allopurinol as a regular medicine.", told);
        Assert.Contains("amlodipine failed before: three months", told);
        Assert.Contains("(A) amlodipine", told);
        Assert.DoesNotContain("NICE", told);
    }

    [Fact]
    public async Task Seat_of_knowledge_without_a_knowledge_base_is_refused_in_one_line()
    {
        var engine = new EngineFixture(_ => "", ArgMed.Descriptor);
        var outcome = await engine.RunAsync(Snapshot(engine, new("q", "What now?")));
        Assert.Equal(RunStatus.Failed, outcome.Status);
        Assert.Contains("problem 'q': to play from knowledge", outcome.Reason);
    }

    [Theory]
    [InlineData("when: asthma, danger", "when: astma, danger", "'astma' is the id of no fact")]
    [InlineData("treatment: labetalol", "treatment: labetolol", "'labetolol' is the id of no treatment")]
    [InlineData("goal: prevent-migraine\n", "goal: sleep\n", "'sleep' is the id of no goal")]
    [InlineData("notice: An", "note: An", "unknown key 'note'")]
    [InlineData("expected: labetalol", "expected: topiramate",
        "case 'pregnancy': the expected treatment 'topiramate' does not have its goal")]
    [InlineData("id: gout,", "id: asthma,", "'asthma' stands twice in 'facts'")]
    public void Bad_knowledge_is_refused_by_file_line_and_rule(string right, string wrong, string rule)
    {
        var text = ExampleKnowledge.Text.Replace(right, wrong, StringComparison.Ordinal);
        var line = text.Split('\n').ToList().FindIndex(l => l.Contains(wrong.TrimEnd(), StringComparison.Ordinal)) + 1;
        var error = Assert.Throws<InputException>(() => QuestionFile.Read(text, ExampleKnowledge.File));
        Assert.Matches($"^hypertension.yaml: line \\d+: {System.Text.RegularExpressions.Regex.Escape(rule)}", error.Message);
        if (!rule.Contains("twice", StringComparison.Ordinal) && !rule.StartsWith("case", StringComparison.Ordinal))
            Assert.StartsWith($"hypertension.yaml: line {line}:", error.Message, StringComparison.Ordinal);
    }

    private static Problem Case(string key) => Cases.Single(c => c.Key == key);

    private static bool Prefers(string treatment) => ExampleKnowledge.Text.Contains($"prefer: {Id(treatment)},", StringComparison.Ordinal);

    private static string Id(string treatment) => treatment.Split(' ')[^1];

    /// <summary>The case with one more fact, and one more contraindication that follows from it.</summary>
    private static Problem With(string key, string treatment, string? text = null)
    {
        text = (text ?? ExampleKnowledge.Text).TrimEnd()
            + $"\n  - {{ treatment: {Id(treatment)}, when: green-thumb, danger: a strange danger, source: invented }}\n";
        text = text.Replace("facts:\n  - ", "facts:\n  - { id: green-thumb, text: a green thumb }\n  - ", StringComparison.Ordinal);
        var at = text.IndexOf("facts: [", text.IndexOf($"- id: {key}\n", StringComparison.Ordinal), StringComparison.Ordinal);
        return QuestionFile.Read(text.Insert(at + "facts: [".Length, "green-thumb, "), ExampleKnowledge.File).Single(p => p.Key == key);
    }

    private static async Task<string[]> AcceptableAsync(Problem problem)
    {
        var verdict = await DecideAsync(problem);
        var also = verdict.Reason!.Split('\n').FirstOrDefault(l => l.StartsWith("Acceptable too", StringComparison.Ordinal));
        return [.. problem.Choices.Where(c => c == verdict.Answer || also?.Split(": ")[1].TrimEnd('.').Split(", ").Contains(c) == true)];
    }

    private static async Task<Verdict> DecideAsync(Problem problem)
    {
        var engine = new EngineFixture(_ => throw new InvalidOperationException("no model may be asked"), ArgMed.Descriptor);
        var outcome = await engine.RunAsync(Snapshot(engine, problem));
        return outcome.Verdict ?? throw new InvalidOperationException(outcome.Reason);
    }

    private static RunDefinition Snapshot(EngineFixture engine, Problem problem)
    {
        var options = ArgMed.Descriptor.WithoutModel(problem)?.Options ?? [];
        var definition = engine.Define("argmed", [.. options.Select(o => (o.Key, o.Value))]);
        return definition with { Problem = problem, Seats = [.. definition.Seats.Select(s => s with { Model = ArgMed.KnowledgeModel })] };
    }
}
