using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Protocols;
using Debate.Tournaments.Planning;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Tests.Planning;

/// <summary>Runs from specifications, without any file.</summary>
public sealed class PlannerTests
{
    private static readonly ProtocolRegistry Protocols = new(
    [
        JudgedDebate.Descriptor, EvidenceDebate.Descriptor, Mad.Descriptor, SelfConsistency.Descriptor, Direct.Descriptor,
        ArgMed.Descriptor,
        Evaluation.Descriptor, Tournament.Descriptor,
        // Three calls for one sample and two for each further one: an even number of calls cannot be met.
        new ProtocolDescriptor<SelfConsistencyOptions>("pairs", 1, () => new Direct())
        {
            Seats = _ => ["solver"], MaxCalls = o => 2 * o.Samples + 1, CallsOption = "samples",
        },
    ]);

    private static readonly Problem[] Questions =
        [new("a", "One?") { Answers = ["yes"] }, new("b", "Two?") { Answers = ["no"] }, new("c", "Unkeyed?")];

    [Fact]
    public void A_tournament_follows_from_its_specification_and_texts()
    {
        var planner = Plan("""
            name: t
            source: { questions: q.json }
            protocol: judged
            options: { rounds: 1 }
            debaters: [one, { name: other, model: big, temperature: 0.5 }]
            judges: [{ name: wise, model: big, family: f }]
            panel: { conflicts: allow }
            format: swiss
            rounds: 2
            seeding: drawn
            canaries: [boast]
            limit: 2
            seed: 9
            """);
        var plan = planner.PlanQuestions(Questions);
        var (run, stored) = planner.CreateRun(plan, new("t"), 9);
        Assert.Equal(["one one", "other big", "wise big"], run.Seats.Select(s => $"{s.Name} {s.Model}"));
        Assert.Equal(("one", "wise", "f", 0.5), (run.Seats[0].Debater, run.Seats[2].Judge, run.Seats[2].Family,
            run.Seats[1].Sampling.Temperature));
        Assert.Equal(["a", "b"], run.Problem.Parts.Select(p => p.Key));
        var options = run.Options.Read<TournamentOptions>();
        Assert.Equal(("judged", "swiss", 2, SeedingOrder.Drawn, PanelConflicts.Allow),
            (options.Protocol, options.Format, options.Rounds, options.Seeding, options.PanelConflicts));
        Assert.Equal((new DebatingSeats("pro", "con"), "boast"), (options.Seats, options.Canaries.Text));
        Assert.Equal("1", run.Options["judged.rounds"]);
        Assert.Equal(run.Options, Protocols.CompleteOptions("tournament", run.Problem, run.Options));
        Assert.Equal(["c: beyond the limit of 2 motions"], stored.Skipped.Select(s => $"{s.Source}: {s.Reason}"));
        Assert.Equal("q.json", stored.Tournament!.Source.Questions);
    }

    [Theory]
    [InlineData("protocol: direct\nsource: { questions: q }",
        "spec.yaml: protocol 'direct': a tournament needs a protocol of two debaters, this has 0")]
    [InlineData("protocol: mad\nsource: { questions: q }\njudges: [x]", "spec.yaml: judges: protocol 'mad' has no panel; judged has one")]
    [InlineData("protocol: evidence\nsource: { maps: m }\ncanaries: all", "spec.yaml: canaries: protocol 'evidence' reveals evidence")]
    [InlineData("protocol: evidence\nsource: { questions: q }", "spec.yaml: source questions 'q': evidence needs argument maps")]
    [InlineData("protocol: evidence\nsource: { maps: m }\noptions: { reveals: abc }", "option 'reveals': 'abc' is not a share below 1")]
    public void What_cannot_be_played_is_refused_before_any_file_is_read(string fields, string message) =>
        Assert.StartsWith(message, Assert.Throws<InputException>(() => Plan($"name: t\ndebaters: [a, b]\n{fields}")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Nothing_to_debate_and_a_debater_without_a_model_are_refused()
    {
        var planner = Plan("name: t\nprotocol: judged\nsource: { questions: q }\ndebaters: [one, two]");
        Assert.Equal("spec.yaml: source: nothing in it can be debated: it is empty",
            Assert.Throws<InputException>(() => planner.PlanQuestions([])).Message);
        Assert.Equal(
            "spec.yaml: debaters: 'two' has no model; give it one, or the tournament a 'model' (configured: big, one, small)",
            Assert.Throws<InputException>(() => planner.CreateRun(planner.PlanQuestions(Questions), new("t"), 1)).Message);
    }

    [Fact]
    public void An_evaluation_sweeps_each_option_on_its_own_and_gives_baselines_as_many_calls()
    {
        var spec = new EvaluationSpec
        {
            Questions = "q.json", Protocols = ["mad", "self-consistency"], Sweep = ["break"], Limit = 1,
            Options = new SortedDictionary<string, string> { ["mad.rounds"] = "1" }, Measure = new(true, false),
        };
        var planner = new EvaluationPlanner(spec, Protocols);
        var plan = planner.CreatePlan(Questions, hasModel: true);
        Assert.Equal(Mad.Descriptor.Options.Single(o => o.Name == "break").Words.Select(w => $"mad break={w}").Append("self-consistency"),
            plan.Variants.Select(v => v.Name));
        Assert.Equal(("5", "c"), (plan.Variants[^1].Options["samples"], Assert.Single(plan.LeftOut)));
        var seats = planner.FindSeats(plan).Select(name => new Seat(name, "m")).ToArray();
        var (run, stored) = planner.CreateRun(plan, seats, ("n", "q"), new("e"), 3);
        Assert.Equal(("a", 1), (Assert.Single(run.Problem.Parts).Key, run.Seats.Count(s => s.Name == Evaluation.Predictor)));
        Assert.Equal("predictability", run.Options["measure"]);
        Assert.Equal(plan.Variants.Select(v => v.Name), Evaluation.ParseVariants(run.Options).Select(v => v.Name));
        Assert.Same(spec, stored.Evaluation);
    }

    [Theory]
    [InlineData(null, "", "11 samples=5 pairs, 11 samples=11 self-consistency, 11 mad, own direct")]
    [InlineData(null, "mad.rounds=1", "5 samples=2 pairs, 5 samples=5 self-consistency, 5 mad, own direct")]
    [InlineData(null, "pairs.samples=3", "own samples=3 pairs, 11 samples=11 self-consistency, 11 mad, own direct")]
    [InlineData(12, "", "12 samples=5 pairs, 12 samples=12 self-consistency, own mad, own direct")]
    [InlineData(2, "", "own samples=1 pairs, 2 samples=2 self-consistency, own mad, own direct")]
    [InlineData(1, "", "own samples=1 pairs, 1 samples=1 self-consistency, own mad, 1 direct")]
    [InlineData(5000, "", "5000 samples=1000 pairs, 5000 samples=1000 self-consistency, own mad, own direct")]
    public void Protocols_have_as_many_calls_as_they_can_be_set_to_and_the_others_are_marked(int? calls, string set, string expected)
    {
        var planner = new EvaluationPlanner(new()
        {
            Questions = "q.json", Protocols = ["pairs", "self-consistency", "mad", "direct"], Calls = calls,
            Options = set.Split('=') is [var name, var value] ? new SortedDictionary<string, string> { [name] = value } : new(),
        }, Protocols);
        var plan = planner.CreatePlan(Questions, hasModel: true);
        var read = Evaluation.ParseVariants(Evaluation.ToOptions(plan.Variants));
        Assert.Equal(expected, string.Join(", ", read.Select(v =>
            $"{(v.HasOwnCalls ? "own" : plan.Calls)} {(v.Options.TryGetValue("samples", out var s) ? $"samples={s} " : "")}{v.Protocol}")));
        var (run, _) = planner.CreateRun(plan, [.. planner.FindSeats(plan).Select(s => new Seat(s, "m"))], ("n", "q"), new("e"), 3);
        Assert.Equal(plan.Calls, run.Options.Read<EvaluationOptions>().Calls);
    }

    [Fact]
    public void Each_configuration_of_a_sweep_is_one_arm_with_all_its_names()
    {
        var plan = Sweep(["level", "break", "rounds", "judge-reads"]);
        var arms = new[] { "level", "break", "rounds", "judge-reads" }
            .Sum(name => Mad.Descriptor.Options.Single(o => o.Name == name).SweepValues.Count);
        Assert.Equal(arms - 3, plan.Variants.Count);
        var same = Assert.Single(plan.Variants, v => v.SameAs.Count > 0);
        Assert.StartsWith("mad level=", same.Name, StringComparison.Ordinal);
        Assert.Equal(["break", "rounds", "judge-reads"], same.SameAs.Select(name => name["mad ".Length..name.IndexOf('=')]));
        var defaults = Mad.Descriptor.CompleteOptions([]);
        Assert.All(same.SameAs.Append(same.Name), name =>
            Assert.Equal(name[(name.IndexOf('=') + 1)..], defaults[name["mad ".Length..name.IndexOf('=')]]));
        var read = Evaluation.ParseVariants(Evaluation.ToOptions(plan.Variants));
        Assert.Equal(plan.Variants.Select(v => string.Join('|', v.SameAs)), read.Select(v => string.Join('|', v.SameAs)));
    }

    [Fact]
    public void Options_written_in_another_way_are_one_configuration_and_other_values_are_not()
    {
        Assert.Contains(Sweep(["rounds", "break"], ("mad.rounds", "03")).Variants, v => v.SameAs.Count == 1);
        Assert.All(Sweep(["rounds", "break"], ("mad.level", "1")).Variants.Where(v => v.SameAs.Count > 0),
            v => Assert.Equal("1", v.Options["level"]));
        Assert.All(Sweep(["rounds"]).Variants, v => Assert.Empty(v.SameAs));
    }

    [Theory]
    [InlineData("mad.round", "1", "option 'round': mad has no such option; did you mean 'rounds'?")]
    [InlineData("nobody.rounds", "1", "--set 'nobody.rounds': 'nobody' is not among the protocols mad")]
    [InlineData("round", "1", "--set 'round': no protocol of this evaluation has that option; did you mean 'rounds'?")]
    [InlineData("rounds", "many", "option 'rounds': 'many' is not a whole number from 1 to 20")]
    public void A_wrong_option_of_an_evaluation_is_refused(string option, string value, string message)
    {
        var spec = new EvaluationSpec
        {
            Questions = "q.json", Protocols = ["mad"], Options = new SortedDictionary<string, string> { [option] = value },
        };
        Assert.StartsWith(message, Assert.Throws<InputException>(() =>
            new EvaluationPlanner(spec, Protocols).CreatePlan(Questions, hasModel: true)).Message, StringComparison.Ordinal);
    }

    private static EvaluationPlan Sweep(string[] options, params (string Name, string Value)[] set) => new EvaluationPlanner(new()
    {
        Questions = "q.json",
        Protocols = ["mad"],
        Sweep = options,
        Options = new SortedDictionary<string, string>(set.ToDictionary(o => o.Name, o => o.Value), StringComparer.Ordinal),
    }, Protocols).CreatePlan(Questions, hasModel: true);

    private static TournamentPlanner Plan(string yaml) =>
        new("spec.yaml", TournamentSpecReader.Read(yaml, "spec.yaml"), Protocols, new Models());

    private sealed class Models : IKnownModels
    {
        public IReadOnlyList<string> Names => ["big", "one", "small"];

        public string Find(string name) => Names.Contains(name) ? name : throw new InputException($"model '{name}': there is none");

        public string? GetFamily(string name) => null;
    }
}
