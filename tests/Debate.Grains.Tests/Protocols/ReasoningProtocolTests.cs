using System.Globalization;
using System.Text.RegularExpressions;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Records;
using Debate.Deliberation.Steps;
using Debate.Hosting;
using Debate.Models;
using Debate.Tournaments.Protocols;
using static Debate.Grains.Tests.Protocols.ReasoningFigures;

namespace Debate.Grains.Tests.Protocols;

/// <summary>
/// The figures of the protocols that reason, with a model whose probabilities are known: what must come out was computed, and comes out
/// within four standard deviations. Of each protocol one test changes what must matter and sees the figure move.
/// </summary>
public sealed partial class ReasoningProtocolTests
{
    private static readonly ReasonerTraits Revising = new() { Fix = 0.3, Harm = 0.1, AcceptsRight = 0.9, AcceptsWrong = 0.2 };
    private static readonly ReasonerTraits Harming = Revising with { Fix = 0.1, Harm = 0.3 };
    private static readonly ReasonerTraits Stepping = new() { Steps = 4, Step = 0.8, Fix = 0.5, Harm = 0, AcceptsRight = 1, AcceptsWrong = 0 };

    // SEC: .5 + .08 times the mean of a binomial of 5 and .75.

    [Fact]
    public async Task Own_examples_add_to_the_accuracy_as_many_as_are_well_formed()
    {
        await using var figures = new ReasoningFigures(Model(0.5));
        var verdicts = await figures.RunAsync("self-contemplation");
        AssertShare(0.80, verdicts);
        Assert.Equal(3.75, verdicts.Average(v => v.Measures["demonstrations.valid"]), 4 * Math.Sqrt(5 * 0.75 * 0.25 / verdicts.Length));
        Assert.All(verdicts.Where(v => v.Measures["demonstrations.valid"] < 5), v => Assert.Contains("malformed", Assert.Single(v.Notes)));
    }

    [Fact]
    public async Task Examples_without_a_content_add_nothing()
    {
        await using var figures = new ReasoningFigures(Model(0.5), request => ExampleQuestion().Replace(request, "$1"));
        AssertShare(0.5, await figures.RunAsync("self-contemplation"));
    }

    // Auto-Evolve: version i of the plan covers i + 1 of 4 skills.

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.75)]
    [InlineData(3, 1)]
    public async Task Each_refinement_of_a_plan_covers_one_more_skill(int refinements, double expected)
    {
        await using var figures = new ReasoningFigures(Model(0.5, new() { Skills = 4 }));
        var verdicts = await figures.RunAsync("auto-evolve", Count, Numbered, ("refinements", $"{refinements}"));
        AssertShare(expected, [.. verdicts], v => v.Answer == "1");
        Assert.All(verdicts, v => Assert.Equal(refinements + 1, v.Measures["plan.steps"]));
        Assert.Equal(Count * (3 + refinements), figures.Watched.Calls);
    }

    [Fact]
    public async Task A_plan_with_other_steps_solves_nothing()
    {
        foreach (var (plan, expected) in new[]
        {
            ("""{"1. Think": ""}""", 0), ("""{"Use skill 1": "", "Use skill 2": "", "Use skill 3": "", "Use skill 4": ""}""", 1),
        })
        {
            await using var figures = new ReasoningFigures(Model(0.5, new() { Skills = 4 }));
            AssertShare(expected, await figures.RunAsync("auto-evolve", 100, Numbered, ("plan", plan)), v => v.Answer == "1");
        }
    }

    [Fact]
    public async Task An_evaluation_makes_one_plan_for_all_of_its_questions()
    {
        await using var figures = new ReasoningFigures(Model(0.5, new() { Skills = 4 }));
        var options = new ProtocolOptions(Evaluation.ToOptions(
            [new("planned", "auto-evolve", new() { ["plan-of"] = "first:5", ["refinements"] = "3" })]));
        var problem = new Problem("questions", "questions") { Parts = [.. Enumerable.Range(0, 50).Select(Numbered)] };
        var definition = Define("evaluation", "eval", 1, problem, [.. options.Select(o => (o.Key, o.Value))]) with
        {
            Seats = [new("0.planner", "sim"), new("0.solver", "sim")],
        };

        var outcome = await figures.RunAsync(definition);

        Assert.Equal((RunStatus.Finished, 50 + 5), (outcome.Status, figures.Watched.Calls));
        var record = RunRecord.Read(new("eval"), await figures.Journal.ReadAsync(new("eval")));
        var verdicts = Assert.Single(Evaluation.ReadVerdicts([.. record.Entries.Select(e => e.Body)])).ToArray();
        Assert.Equal(50, verdicts.Count(v => v.Answer == "1"));
        var planned = RunRecord.Read(new("eval/plan.0"), await figures.Journal.ReadAsync(new("eval/plan.0")));
        Assert.Equal(5, planned.Definition.Problem.Parts.Count);
        Assert.All(planned.Definition.Problem.Parts, part => Assert.Empty(part.Answers));
        Assert.Equal(["plan/0", "plan/1", "plan/2", "plan/3"], planned.Entries.Select(e => e.Body).OfType<DecisionRecorded>().Select(d => d.Name));
    }

    // ID-Sampling: ceil(log_g(1 + L (g - 1) / B0)) - 1 triggers; each is a revision.

    [Theory]
    [InlineData(1000, 100, 2, 3, "auto")]
    [InlineData(4000, 100, 1.5, 7, "require")]
    [InlineData(1000, 100, 1, 9, "auto")]
    [InlineData(1000, 100, 2, 3, "turn")]
    [InlineData(700, 100, 2, 2, "auto")]
    [InlineData(100, 100, 2, 0, "auto")]
    public async Task Triggers_come_at_growing_intervals_and_nothing_else_of_the_reply_changes(
        int length, int first, double growth, int triggers, string prefix)
    {
        await using var figures = new ReasoningFigures(Model(0.5, Revising with { Length = length }));
        var verdict = Assert.Single(await figures.RunAsync("iterative-deepening", 1, _ => Question, ("first", $"{first}"), ("samples", "1"),
            ("growth", growth.ToString(CultureInfo.InvariantCulture)), ("budget", "100000"), ("prefix", prefix)));

        Assert.Equal((triggers, 0), (verdict.Measures["triggers"], verdict.Measures["closed"]));
        Assert.Equal(prefix == "turn" ? "prefix: turn" : "prefix: continued", Assert.Single(verdict.Notes));
        var bodies = RunRecord.Read(new("run-0"), await figures.Journal.ReadAsync(new("run-0"))).EntriesByPath.Select(e => e.Body).ToArray();
        var trigger = $"\n\n{new IterativeDeepeningOptions().Trigger}\n\n";
        var said = Assert.Single(bodies.OfType<StatementMade>()).Text;
        Assert.Equal(string.Join(trigger, bodies.OfType<ModelReplied>().Select(r => r.Reply)), said);
        Assert.Equal(triggers + 1, bodies.OfType<ModelReplied>().Count());
        Assert.All(bodies.OfType<ModelReplied>(), r => Assert.Null(r.Usage.Faults));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Each_trigger_is_a_revision_that_helps_or_harms(int triggers)
    {
        foreach (var traits in new[] { Revising, Harming })
        {
            await using var figures = new ReasoningFigures(Model(0.5, traits with { Length = 100 * (triggers + 1) }));
            var verdicts = await figures.RunAsync("iterative-deepening", ("first", "100"), ("growth", "1"), ("samples", "1"));
            AssertShare(Revised(0.5, traits, triggers), verdicts);
            Assert.All(verdicts, v => Assert.Equal(triggers, v.Measures["triggers"]));
        }
    }

    [Fact]
    public async Task A_trigger_that_never_reaches_the_model_changes_nothing()
    {
        var trigger = $"\n\n{new IterativeDeepeningOptions().Trigger}\n\n";
        await using var figures = new ReasoningFigures(
            Model(0.5, Revising with { Length = 500, Fix = 1, Harm = 0 }), request => request.Replace(trigger, "", StringComparison.Ordinal));
        var verdicts = await figures.RunAsync("iterative-deepening", ("first", "100"), ("growth", "1"), ("samples", "1"));
        AssertShare(0.5, verdicts);
        Assert.All(verdicts, v => Assert.Equal(4, v.Measures["triggers"]));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("turn")]
    public async Task A_reply_whose_tokens_are_spent_is_made_to_say_its_answer(string prefix)
    {
        await using var figures = new ReasoningFigures(Model(0.5, Revising with { Length = 100_000 }));
        var verdicts = await figures.RunAsync("iterative-deepening", 100, _ => Question,
            ("first", "100"), ("growth", "1"), ("samples", "2"), ("budget", "350"), ("prefix", prefix));
        AssertShare(Revised(0.5, Revising, 3), verdicts);
        Assert.All(verdicts, v => Assert.Equal((6, 2), (v.Measures["triggers"], v.Measures["closed"])));
        var budgets = RunRecord.Read(new("run-0"), await figures.Journal.ReadAsync(new("run-0"))).Entries.Count(e => e.Body is ModelReplied);
        Assert.Equal(10, budgets);
    }

    [Fact]
    public async Task A_judge_chooses_one_of_the_replies()
    {
        await using var figures = new ReasoningFigures(Model(0.5) with { Traits = new() { JudgeAccuracy = 0.9 } });
        var verdicts = await figures.RunAsync("iterative-deepening", ("samples", "2"), ("choose", "judge"));
        // Both right, or one of them and the judge sees which.
        AssertShare(0.25 + 0.5 * 0.9, verdicts);
    }

    // MC-CoT: majority and plurality, and two stages.

    [Theory]
    [InlineData(0.6, 5, 0.682560)]
    [InlineData(0.6, 11, 0.753498)]
    [InlineData(0.6, 21, 0.825622)]
    [InlineData(0.6, 51, 0.926471)]
    [InlineData(0.4, 5, 0.317440)]
    [InlineData(0.4, 11, 0.246502)]
    [InlineData(0.4, 21, 0.174378)]
    [InlineData(0.4, 5, 0.509440, 3)]
    [InlineData(0.4, 11, 0.634964, 3)]
    public async Task Votes_on_rationales_are_right_as_often_as_their_plurality(double p, int rationales, double expected, int wrong = 1)
    {
        // The rationale is good where its answer is right, and leads there again: the second stage repeats the first vote.
        var count = rationales > 20 ? Count / 2 : Count;
        await using var figures = new ReasoningFigures(
            Model(p, new() { Rationale = p, LeadsGood = 1, LeadsBad = 0 }, wrong));
        AssertShare(expected, await figures.RunAsync(
            "multi-vote", count, _ => Question, ("rationales", $"{rationales}"), ("answers", "1")));
    }

    [Theory]
    [InlineData(1, 1, 0.66)]
    [InlineData(5, 1, 0.706261)]
    [InlineData(5, 5, 0.723963)]
    public async Task Two_votes_are_as_often_right_as_the_rationale_that_is_kept_leads_there(int rationales, int answers, double expected)
    {
        await using var figures = new ReasoningFigures(Model(0.5, new() { Rationale = 0.6, LeadsGood = 0.9, LeadsBad = 0.3 }));
        // As many as tell two votes from one.
        var count = rationales + answers > 6 ? 5 * Count : Count;
        AssertShare(expected, await figures.RunAsync(
            "multi-vote", count, _ => Question, ("rationales", $"{rationales}"), ("answers", $"{answers}")));
    }

    [Fact]
    public async Task The_rationale_that_is_shown_decides()
    {
        await using var figures = new ReasoningFigures(Model(0.5, new() { Rationale = 1, LeadsGood = 1, LeadsBad = 0 }),
            request => request.Replace("Each quantity is taken up in turn, and nothing is left out.",
                "At first sight one of the quantities does not matter.", StringComparison.Ordinal));
        AssertShare(0, await figures.RunAsync("multi-vote", 50, _ => Question));
    }

    // SELF: each refinement is a revision; the gate keeps what is accepted.

    [Theory]
    [InlineData(0, "same")]
    [InlineData(1, "same")]
    [InlineData(2, "apart")]
    [InlineData(3, "same")]
    [InlineData(4, "same")]
    [InlineData(5, "same")]
    public async Task Each_refinement_helps_or_harms(int refinements, string feedback)
    {
        foreach (var traits in new[] { Revising, Harming })
        {
            await using var figures = new ReasoningFigures(Model(0.5, traits));
            var verdicts = await figures.RunAsync(
                "self-feedback", ("gate", "no"), ("refinements", $"{refinements}"), ("feedback", feedback));
            AssertShare(Revised(0.5, traits, refinements), verdicts);
            Assert.Equal(Count * (1 + 2 * refinements), figures.Watched.Calls);
        }
    }

    [Theory]
    [InlineData("same")]
    [InlineData("apart")]
    public async Task What_the_gate_keeps_is_right_as_often_as_it_can_be(string feedback)
    {
        await using var figures = new ReasoningFigures(Model(0.5, Revising));
        var verdicts = await figures.RunAsync("self-feedback", Count, _ => Question, ("feedback", feedback));
        var kept = verdicts.Where(v => v.Measures["refined"] == 0).ToArray();
        AssertShare(0.55, verdicts, v => v.Measures["refined"] == 0);
        AssertShare(0.818182, kept);
        Assert.All(kept, v => Assert.Equal(1, v.Measures["accepted"]));
        // What is rejected is right with .05/.45, and is revised once.
        AssertShare(0.55 * 0.818182 + 0.45 * Revised(0.05 / 0.45, Revising, 1), verdicts);
    }

    [Fact]
    public async Task A_judgement_that_is_turned_round_moves_the_gate()
    {
        await using var figures = new ReasoningFigures(Model(0.5, Revising), onReply: reply => reply
            .Replace("\"accepted\": true", "\"accepted\": false", StringComparison.Ordinal));
        AssertShare(0.6, await figures.RunAsync("self-feedback"));
    }

    // S3c: a wrong step is found and put right before the next one.

    [Theory]
    [InlineData(1, 1, 0, 0.6561, "same")]
    [InlineData(1, 1, 0, 0.6561, "apart")]
    [InlineData(0, 1, 0, 0.4096, "same")]
    [InlineData(1, 0.9, 0.2, 0.610673, "same")]
    [InlineData(2, 1, 0, 0.814506, "same")]
    public async Task Steps_are_put_right_before_the_next_one(int corrections, double accepts, double harm, double expected, string critic)
    {
        await using var figures = new ReasoningFigures(Model(0.5, Stepping with { AcceptsRight = accepts, Harm = harm }));
        var verdicts = await figures.RunAsync("spontaneous-correction", ("corrections", $"{corrections}"), ("critic", critic));
        AssertShare(expected, verdicts);
        Assert.All(verdicts, v => Assert.Equal((4.0, "done"), (v.Measures["steps"], v.Ended)));
        var said = Transcript.Read(RunRecord.Read(new("run-0"), await figures.Journal.ReadAsync(new("run-0"))));
        Assert.Equal(4, said.Count);
        if (corrections == 2 && IsRight(verdicts[0])) Assert.DoesNotContain(said, s => s.Text.Contains("assume", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_step_that_is_left_in_spoils_the_rest()
    {
        await using var figures = new ReasoningFigures(Model(0.5, Stepping), onReply: reply => reply
            .Replace("\"accepted\": false", "\"accepted\": true", StringComparison.Ordinal));
        AssertShare(0.4096, await figures.RunAsync("spontaneous-correction"));
    }

    [Fact]
    public async Task What_was_found_wrong_is_seen_by_no_later_step()
    {
        await using var figures = new ReasoningFigures(Model(0.5, Stepping with { Fix = 1 }), request =>
        {
            if (!request.Contains("\"reflection\"", StringComparison.Ordinal) && !request.Contains("\"accepted\"", StringComparison.Ordinal))
                Assert.DoesNotContain("assume", request, StringComparison.Ordinal);
            return request;
        });
        AssertShare(1, await figures.RunAsync("spontaneous-correction", 100, _ => Question));
    }

    /// <summary>The accuracy after so many revisions.</summary>
    private static double Revised(double p, ReasonerTraits traits, int times)
    {
        for (var i = 0; i < times; i++) p = p * (1 - traits.Harm) + (1 - p) * traits.Fix;
        return p;
    }

    private static Problem Numbered(int number) => new($"q{number}", $"What is the rule of case {number}?") { Answers = ["1"], WrongAnswers = ["0"] };

    [GeneratedRegex(@"^(Q\d+:).+$", RegexOptions.Multiline)]
    private static partial Regex ExampleQuestion();
}
