using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Protocols;

/// <summary>Rules of the protocols that reason, with models that say what a test tells them.</summary>
public sealed class ReasoningRulesTests
{
    [Fact]
    public async Task An_example_that_repeats_the_question_is_dropped_and_noted()
    {
        var engine = Bench(call => call.Path == "0"
            ? "Q1: what is TWO and two\nS1: Add.\nA1: 4\nQ2: One and one?\nS2: Add.\nA2: 2\nQ3: Five?\nS3: So.\nA3: 5" : "{\"answer\": \"4\"}");
        var outcome = await engine.RunAsync(engine.Define("self-contemplation", ("demonstrations", "3")));

        Assert.Equal(2, outcome.Verdict!.Measures["demonstrations.valid"]);
        Assert.Equal("1 of its examples repeated the question and were dropped", Assert.Single(outcome.Verdict.Notes));
        Assert.DoesNotContain("TWO", engine.Calls[^1].Chat[^1].Text, StringComparison.Ordinal);
        Assert.Contains("Q1: One and one?", engine.Calls[^1].Chat[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_examples_are_asked_for_twice_more_and_then_there_are_those_that_there_are()
    {
        var engine = Bench(call => call.Chat[^1].Text.Contains("\"answer\"", StringComparison.Ordinal) ? "{\"answer\": \"4\"}" : "Q1: One?\nS1: So.\nA1: 1");
        var outcome = await engine.RunAsync(engine.Define("self-contemplation"));

        Assert.Equal((4L, 1), (outcome.Usage.Calls, outcome.Verdict!.Measures["demonstrations.valid"]));
        engine = Bench(call => call.Chat[^1].Text.Contains("\"answer\"", StringComparison.Ordinal) ? "{\"answer\": \"4\"}" : "No.");
        outcome = await engine.RunAsync(engine.Define("self-contemplation"));
        Assert.Equal(("4", "no example was left; the question was answered without"), (outcome.Verdict!.Answer, Assert.Single(outcome.Verdict.Notes)));
    }

    [Fact]
    public async Task An_example_that_a_program_contradicts_is_dropped()
    {
        var engine = Bench(call => call.Path == "0" ? "Q1: Two and two?\nA1: 4\nQ2: Two and three?\nA2: 6\nQ3: Who?\nA3: Ada"
            : call.Chat[^1].Text.Contains("```javascript", StringComparison.Ordinal)
                ? $"```javascript\n{(call.Chat[^1].Text.Contains("three", StringComparison.Ordinal) ? "2 + 3" : "2 + 2")}\n```" : "{\"answer\": \"4\"}");
        engine.Ports = engine.Ports with { Programs = new FakePrograms(call => new(ProgramEnd.Done, call.Source.Trim() == "2 + 3" ? "5" : "4.0")) };
        var outcome = await engine.RunAsync(engine.Define(
            "self-contemplation", ("demonstrations", "3"), ("style", "plain"), ("check", "program")));

        Assert.Equal((2, 4L), (outcome.Verdict!.Measures["demonstrations.valid"], outcome.Usage.Calls));
        Assert.Equal("1 of its examples were contradicted by a program and were dropped", Assert.Single(outcome.Verdict.Notes));
    }

    [Fact]
    public async Task A_refinement_that_is_no_plan_leaves_the_plan_before_it()
    {
        var engine = Bench(call => call.Chat[0].Text.Contains("\"modules\"", StringComparison.Ordinal) ? """{"modules": {"1": "Count."}}"""
            : call.Chat[0].Text.Contains("is missing in it", StringComparison.Ordinal) ? "It is fine."
            : call.Chat[0].Text.Contains("\"answer\"", StringComparison.Ordinal) ? "{\"answer\": \"4\"}" : """{"plan": {"1. Count": ""}}""");
        var outcome = await engine.RunAsync(engine.Define("auto-evolve", ("refinements", "1")));

        Assert.Equal("4", outcome.Verdict!.Answer);
        Assert.Equal(["the plan was asked for again 2 times", "1 refinements were no plan; the one before stands"], outcome.Verdict.Notes);
        Assert.Contains("""{"1. Count": ""}""", engine.Calls[^1].Chat[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_plan_it_is_undecided_and_no_broken_plan_is_ever_shown()
    {
        var engine = Bench(call => call.Chat[0].Text.Contains("\"modules\"", StringComparison.Ordinal) ? """{"modules": {"1": "Count."}}""" : "{\"plan\": \"none");
        var outcome = await engine.RunAsync(engine.Define("auto-evolve"));

        Assert.Equal((Decision.Undecided, "no-plan", 4L), (outcome.Verdict!.Decision, outcome.Verdict.Ended, outcome.Usage.Calls));
    }

    [Fact]
    public void Only_an_evaluation_makes_a_plan_of_its_first_questions()
    {
        var registry = new ProtocolRegistry([AutoEvolve.Descriptor, AutoEvolvePlan.Descriptor]);
        var error = Assert.Throws<InputException>(
            () => registry.CompleteOptions("auto-evolve", new("q", "?"), new() { ["plan-of"] = "first:5" }));
        Assert.Equal("option 'plan-of': first:5 makes a plan of the questions of an evaluation", error.Message);
        Assert.Throws<InputException>(() => registry.CompleteOptions("auto-evolve", new("q", "?"), new() { ["plan-of"] = "first:0" }));
    }

    [Theory]
    [InlineData("first", "add both numbers")]
    [InlineData("medoid", "add the two numbers first")]
    public async Task The_rationale_that_is_kept_is_the_first_or_the_one_most_like_the_others(string keep, string kept)
    {
        string[] rationales = ["add both numbers", "guess", "add the two numbers first", "first add the two numbers up"];
        var engine = Bench(call => call.Path.StartsWith("0/", StringComparison.Ordinal)
            ? $$"""{"rationale": "{{rationales[call.Sample]}}", "answer": "{{(call.Sample == 1 ? 5 : 4)}}"}""" : "{\"answer\": \"4\"}");
        var outcome = await engine.RunAsync(engine.Define("multi-vote", ("rationales", "4"), ("answers", "1"), ("keep", keep)));

        Assert.Contains($"\n{kept}\n", engine.Calls[^1].Chat[^1].Text, StringComparison.Ordinal);
        Assert.Equal(3, outcome.Verdict!.Measures["rationales.agreeing"]);
    }

    /// <summary>The vote is on what rationales come to, and a tie goes to the answer that was given first, whatever letters it has.</summary>
    [Theory]
    [InlineData("5 4 4", 1)]
    [InlineData("5 4 4 5", 0)]
    [InlineData("9 2 1 2 1 9", 0)]
    [InlineData("3 7 5 7", 1)]
    public async Task The_rationale_that_is_kept_belongs_to_the_most_frequent_answer_and_of_equals_to_the_first(string answers, int kept)
    {
        var given = answers.Split(' ');
        var engine = Bench(call => call.Path.StartsWith("0/", StringComparison.Ordinal)
            ? $$"""{"rationale": "way {{call.Sample}}", "answer": "{{given[call.Sample]}}"}""" : "{\"answer\": \"4\"}");
        await engine.RunAsync(engine.Define("multi-vote", ("rationales", $"{given.Length}"), ("answers", "1")));

        Assert.Contains($"\nway {kept}\n", engine.Calls[^1].Chat[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_cannot_be_read_leaves_the_step_as_it_was_and_is_noted()
    {
        var engine = Bench(call => call.Chat[0].Text.Contains("\"accepted\"", StringComparison.Ordinal) ? "Hm."
            : """{"step": "The answer is 4.", "done": true}""");
        var outcome = await engine.RunAsync(engine.Define("spontaneous-correction"));

        Assert.Equal(("4", "done"), (outcome.Verdict!.Answer, outcome.Verdict.Ended));
        Assert.Equal("1 checks or corrections could not be read; the step stands as it was", Assert.Single(outcome.Verdict.Notes));
    }

    [Fact]
    public async Task Feedback_that_cannot_be_read_rejects_nothing_and_is_noted()
    {
        var engine = Bench(call => call.Chat[^1].Text.Contains("\"accepted\"", StringComparison.Ordinal) || call.Chat.Count > 3 ? "Hm." : "{\"answer\": \"4\"}");
        var outcome = await engine.RunAsync(engine.Define("self-feedback"));

        Assert.Equal(("4", 0, 0), (outcome.Verdict!.Answer, outcome.Verdict.Measures["refined"], outcome.Verdict.Measures["accepted"]));
        Assert.Equal("1 judgements could not be read and rejected nothing", Assert.Single(outcome.Verdict.Notes));
    }

    [Fact]
    public void A_reply_that_would_be_stopped_without_end_is_refused()
    {
        var registry = new ProtocolRegistry([IterativeDeepening.Descriptor]);
        Assert.StartsWith("option 'first': replies would be stopped more than 10000 times", Assert.Throws<InputException>(
            () => registry.CompleteOptions("iterative-deepening", new("q", "?"), new() { ["first"] = "1", ["growth"] = "1", ["budget"] = "1000000" })).Message);
    }

    private static EngineFixture Bench(Func<ModelCall, string> reply) => new(reply, SelfContemplation.Descriptor, AutoEvolve.Descriptor,
        AutoEvolvePlan.Descriptor, MultiVote.Descriptor, SpontaneousCorrection.Descriptor, SelfFeedback.Descriptor, IterativeDeepening.Descriptor);
}
