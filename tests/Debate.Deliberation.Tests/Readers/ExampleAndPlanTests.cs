using CsCheck;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests.Readers;

/// <summary>Readers of examples, plans and choices: what is whole is kept, what is not is dropped or refused with a reason.</summary>
public sealed class ExampleAndPlanTests
{
    private const string Two = "Q1: a?\nS1: b.\nA1: 1\nQ2: c?\nS2: d.\nA2: 2";

    private static readonly Gen<string> Words = Gen.OneOf("Two and two?", "Who is it?", "x = \\boxed{3}, then?", "A (b) c", "é 漢");

    [Fact]
    public void A_list_reads_again_as_it_is_written() =>
        Gen.Select(Gen.Select(Words, Words, Gen.OneOf("7", "Paris", "(B)"), (q, s, a) => new Demonstration(q, s, a)).Array[1, 10], Gen.Bool)
            .Sample((items, isReasoned) =>
            {
                Demonstration[] written = isReasoned ? items : [.. items.Select(item => item with { Steps = null })];
                var read = new DemonstrationReader(written.Length, isReasoned).Read(new DemonstrationList(written, 0).Format());
                Assert.Equal(written, read.Value!.Items);
                Assert.Equal(0, read.Value.Dropped);
            });

    [Theory]
    [InlineData(Two, "a? b. 1|c? d. 2", 0)]
    [InlineData("Here they are:\n\n" + Two + "\nI hope this helps.", "a? b. 1|c? d. 2", 0)]
    [InlineData("**Q1:** a?\n**S1:** b.\n**A1:** 1\n\n**Q2:** c?\n**S2:** d.\n**A2:** 2", "a? b. 1|c? d. 2", 0)]
    [InlineData("Q1: a?\n(A) x\n(B) y\nS1: b.\nb2.\nA1: (B)", "a?\n(A) x\n(B) y b.\nb2. (B)", 0)]
    [InlineData("Q1: a?\nS1: b.\nQ2: c?\nS2: d.\nA2: 2", "c? d. 2", 1)]
    [InlineData("Q1: a?\nS1: b.\nA1: 1\nA1: 3\nQ2: c?\nS2: d.\nA2: 2", "c? d. 2", 1)]
    [InlineData("Q2: c?\nS2: d.\nA2: 2\nQ1: a?\nS1: b.\nA1: 1", "c? d. 2", 1)]
    [InlineData("Q1: a?\nS2: b.\nA1: 1\nQ2: c?\nS2: d.\nA2: 2", "c? d. 2", 1)]
    [InlineData("Q1: a?\nS1: b.\nA1: \\boxed{1\nQ2: c?\nS2: d.\nA2: \\boxed{2}", "c? d. 2", 1)]
    [InlineData("Q1:\nS1: b.\nA1: 1\nQ2: c?\nS2: d.\nA2: 2", "c? d. 2", 1)]
    [InlineData("Q1: a?\nA1: 1\nQ2: c?\nS2: d.\nA2: 2", "c? d. 2", 1)]
    public void What_is_malformed_is_dropped(string reply, string kept, int dropped)
    {
        var read = new DemonstrationReader(2, isReasoned: true).Read(reply).Value!;
        Assert.Equal(kept.Split('|'), read.Items.Select(i => $"{i.Question} {i.Steps} {i.Answer}"));
        Assert.Equal(dropped, read.Dropped);
    }

    [Theory]
    [InlineData("I would rather not.", 3)]
    [InlineData("Q1: a?\nS1: b.\nA1: 1", 3)]
    [InlineData("", 1)]
    public void Fewer_than_half_are_refused(string reply, int count)
    {
        var read = new DemonstrationReader(count, isReasoned: true).Read(reply);
        Assert.Null(read.Value);
        Assert.Contains($"Of the {count} examples asked for", read.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Q1: a\n")]
    [InlineData("A1: ")]
    [InlineData("\n \t*#")]
    [InlineData("Q1: \\boxed{")]
    public void Examples_are_read_in_time_linear_in_the_reply(string part) =>
        LinearTime.Holds(part, text => new DemonstrationReader(10, isReasoned: true).Read(text));

    [Theory]
    [InlineData("""{"plan": {"1. a": "", "2. b": ""}}""", "1. a|2. b")]
    [InlineData("""Sure: {"why": "so", "plan": {"1. a": "x", "2. b": {"c": ""}}} and that is it""", "1. a|2. b|c")]
    [InlineData("""{"plan": {"1. a": "", "1. a": "", " ": ""}}""", "1. a")]
    public void The_steps_of_a_plan_are_its_keys(string reply, string steps) =>
        Assert.Equal(steps.Split('|'), new PlanReader().Read(reply).Value!.Steps);

    [Theory]
    [InlineData("""{"plan": "think"}""")]
    [InlineData("""{"plan": {}}""")]
    [InlineData("""{"plan": {"1. a": "", """)]
    [InlineData("""{"steps": {"1. a": ""}}""")]
    [InlineData("1. a\n2. b")]
    public void What_is_no_plan_is_refused(string reply) => Assert.NotNull(new PlanReader().Read(reply).Problem);

    [Fact]
    public void A_plan_of_too_many_steps_is_refused_and_never_cut()
    {
        var keys = Enumerable.Range(1, ReasoningPlan.MaxSteps + 1).Select(i => $"\"{i}. x\": \"\"").ToArray();
        Assert.Null(new PlanReader().Read($"{{\"plan\": {{{string.Join(", ", keys)}}}}}").Value);
        Assert.Equal(ReasoningPlan.MaxSteps, new PlanReader().Read($"{{\"plan\": {{{string.Join(", ", keys.Skip(1))}}}}}").Value!.Steps.Count);
    }

    [Theory]
    [InlineData("none", null)]
    [InlineData("""{"1. \"a\" é": ""}""", "1. \"a\" é")]
    public void A_plan_is_an_option_that_reads_as_it_is_written(string text, string? step)
    {
        Assert.True(ReasoningPlan.TryRead(text, out var plan));
        Assert.Equal(step, plan?.Steps[0]);
        Assert.True(ReasoningPlan.TryRead(ReasoningPlan.Write(plan), out var again));
        Assert.Equal(plan, again);
        Assert.False(ReasoningPlan.TryRead("[1]", out _) || ReasoningPlan.TryRead("{}", out _) || ReasoningPlan.TryRead("\ud800", out _));
    }

    [Theory]
    [InlineData("""{"reason": "so", "choice": 2}""", 2)]
    [InlineData("""{"choice": "attempt 3"}""", 3)]
    [InlineData("""{"choice": "1 or 2"}""", null)]
    [InlineData("""{"choice": 4}""", null)]
    [InlineData("""{"choice": 0}""", null)]
    [InlineData("The second.", null)]
    public void A_choice_is_one_number(string reply, int? number) =>
        Assert.Equal(number, new ChoiceReader(3).Read(reply).Value?.Number);
}
