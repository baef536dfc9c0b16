using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Tournaments.Planning;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Tests.Planning;

/// <summary>What a later round may need is refused before the first.</summary>
public sealed class PreflightTests
{
    private static readonly ProtocolRegistry Protocols =
        new([JudgedDebate.Descriptor, KhanDebate.Descriptor, Mad.Descriptor, Tournament.Descriptor]);

    private static readonly Models Known = new(new(StringComparer.Ordinal)
    {
        ["d1"] = ("acme", "d1"), ["d2"] = ("globex", "d2"), ["d3"] = ("initech", "d3"), ["d4"] = ("umbrella", "d4"),
        ["j1"] = ("acme", "j1"), ["j2"] = ("globex", "j2"), ["j3"] = (null, "j3"),
        ["alice"] = (null, "alice"), ["bob"] = (null, "bob"), ["chair"] = (null, "alice"), ["neutral"] = (null, "neutral"),
    });

    [Theory]
    [InlineData("swiss"), InlineData("single-elimination"), InlineData("double-elimination"), InlineData("information-gain")]
    [InlineData("round-robin"), InlineData("double-round-robin")]
    public void A_pair_that_nobody_may_judge_is_refused_in_every_format(string format)
    {
        Assert.Equal("spec.yaml: panel: 1 judges are asked for, and 0 may judge 'd1' and 'd2'; the others are of a family with one of "
            + "them. Add judges, make the panel smaller, or say conflicts: allow",
            Refusal("[d1, d2, d3, d4]", "[j1, j2]", $"format: {format}"));
        Plan("[d1, d2, d3, d4]", "[j1, j2, j3]", $"format: {format}");
        Plan("[d1, d3, d4]", "[j1, j2]", $"format: {format}");
    }

    [Fact]
    public void Pairs_that_the_format_cannot_bring_together_need_no_panel()
    {
        // Of four in one round the first meets the third.
        Plan("[d1, d2, d3, d4]", "[j1, j2]", "format: swiss\nrounds: 1");
        AssertRefused("'d1' and 'd2'", "[d1, d3, d2, d4]", "[j1, j2]", "format: swiss\nrounds: 1");
        AssertRefused("'d1' and 'd2'", "[d1, d2, d3, d4]", "[j1, j2]", "format: swiss\nrounds: 1\nseeding: drawn");
    }

    [Fact]
    public void A_canary_s_debate_needs_a_judge_too()
    {
        // Of three in one round the last has a bye and meets canaries alone.
        Plan("[d3, d4, d1]", "[j1]", "format: swiss\nrounds: 1");
        AssertRefused("no judge may judge 'd1' against a canary", "[d3, d4, d1]", "[j1]", "format: swiss\nrounds: 1\ncanaries: all");
        Plan("[d3, d4, d1]", "[j1, j2]", "format: swiss\nrounds: 1\ncanaries: all");
    }

    [Fact]
    public void Two_names_of_one_model_are_one_family()
    {
        var run = Plan("[alice, bob]", "[chair, neutral]", "");
        Assert.Equal(["alice ", "bob ", "chair alice", "neutral "], run.Seats.Select(s => $"{s.Name} {s.Family}"));
        Assert.All(Debates(run, "alice", "bob"), debate => Assert.Equal("neutral", debate.Seats.Single(s => s.Judge is not null).Judge));
        AssertRefused("'alice' and 'bob'", "[alice, bob]", "[chair]", "");
        AssertRefused("'alice' and 'bob'", "[{ name: alice, family: x }, bob]", "[chair]", "");
        Plan("[{ name: alice, family: x }, bob]", "[{ name: chair, family: y }]", "");
    }

    [Fact]
    public void An_id_that_leaves_no_room_for_its_debates_is_refused()
    {
        var longName = new string('n', 64);
        string[] names = [$"{longName[1..]}1", $"{longName[1..]}2"];
        var debaters = $"[{string.Join(", ", names.Select(n => $"{{ name: {n}, model: bob }}"))}]";
        var longest = Debates(Plan(debaters, "[neutral]", ""), names).Max(c => c.Key.Length);
        Plan(debaters, "[neutral]", "", new string('i', 200 - 1 - longest));
        AssertRefused($"and must have at most {199 - longest}", debaters, "[neutral]", "", new string('i', 200 - longest));
        // Two who meet three times on one motion have keys that are longer.
        var thrice = "format: swiss\nrounds: 3\nlimit: 1";
        AssertRefused($"and must have at most {196 - longest}", debaters, "[neutral]", thrice, new string('i', 199 - longest));
    }

    [Fact]
    public void A_motion_that_its_protocol_cannot_debate_and_a_motion_twice_are_refused()
    {
        Problem[] open = [new("a", "One?") { Answers = ["yes"] }, new("b", "How many?") { Answers = ["seven"] }];
        var planner = Planner("name: t\nsource: { questions: q }\nprotocol: khan-debate\ndebaters: [alice, bob]\nmodel: neutral");
        var undebatable = Assert.Throws<InputException>(() => planner.CreateRun(planner.PlanQuestions(open), new("t"), 1));
        Assert.StartsWith("spec.yaml: problem 'b': two answers are needed", undebatable.Message, StringComparison.Ordinal);
        Problem[] twice = [open[0], open[0]];
        Assert.Equal("spec.yaml: motions[1]: 'a' must not be repeated",
            Assert.Throws<InputException>(() => planner.CreateRun(planner.PlanQuestions(twice), new("t"), 1)).Message);
    }

    [Theory]
    [InlineData("model", "model 'gone': there is none")]
    [InlineData("seat", "seats: 'moderator' is missing; a debate of mad has affirmative, negative, moderator")]
    [InlineData("motions", "problem.parts: a tournament needs at least one motion")]
    [InlineData("debater", "debaters: 1 given, a tournament needs at least 2")]
    [InlineData("rounds", "rounds: 1000 are too many for a Swiss of 2 debaters with 1000 debates a meeting")]
    public void A_tournament_that_came_ready_made_is_checked_to_the_last_seat(string fault, string message)
    {
        var planner = Planner("name: t\nsource: { questions: q }\nprotocol: mad\ndebaters: [alice, bob]\nmodel: neutral\nformat: swiss");
        Problem[] motions = [.. Enumerable.Range(0, 500).Select(i => new Problem($"m{i}", "So?"))];
        var (run, _) = planner.CreateRun(planner.PlanQuestions(motions), new("t"), 1);
        var preflight = new TournamentPreflight(Protocols, Known);
        preflight.Validate(run);
        var bad = fault switch
        {
            "model" => run with { Seats = [run.Seats[0], run.Seats[1] with { Model = "gone" }, run.Seats[2]] },
            "seat" => run with { Seats = [run.Seats[0], run.Seats[1]] },
            "motions" => run with { Problem = run.Problem with { Parts = [] } },
            "debater" => run with { Seats = [run.Seats[0], run.Seats[2]] },
            _ => run with { Options = new(run.Options) { ["rounds"] = "1000", ["motions-per-round"] = "500" } },
        };
        Assert.StartsWith(message, Assert.Throws<InputException>(() => preflight.Validate(bad)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newcomer_keeps_its_family_and_is_checked_as_the_field_was()
    {
        var run = Plan("[d3, d4, bob]", "[j1, j2, chair]", "");
        Seat Join(string model, string? family = null) => LateEntrants.Admit(
            run, [new Seat(model, model) { Debater = model, Family = family }], Protocols, Known).Single();
        Assert.Equal("acme", Join("d1").Family);
        Assert.Equal("chosen", Join("d1", "chosen").Family);
        Assert.Equal("alice", Join("alice").Family);
        Assert.Contains("model 'gone'", Assert.Throws<InputException>(() => Join("gone")).Message, StringComparison.Ordinal);
        run = run with { Options = new(run.Options) { ["panel-size"] = "3" } };
        Assert.Contains("3 judges are asked for, and 2 may judge",
            Assert.Throws<InputException>(() => Join("d1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_one_model_that_comes_first_in_time_is_the_family_of_a_newcomer()
    {
        var run = Plan("[chair, bob]", "[neutral]", "");
        Assert.Equal("alice", run.Seats[0].Family);
        // As it was seated before the second name came up.
        run = run with { Seats = [run.Seats[0] with { Family = null }, .. run.Seats.Skip(1)] };
        Seat[] newcomer = [new Seat("alice", "alice") { Debater = "alice" }];
        Assert.Equal("chair", LateEntrants.Admit(run, newcomer, Protocols, Known).Single().Family);
    }

    private static IEnumerable<Child> Debates(RunDefinition run, params string[] debaters) =>
        TournamentSchedule.FromDefinition(run).CreateDebates(new("all", [.. RoundRobin.CreatePairings(debaters, ["a", "b"])]));

    private static void AssertRefused(string told, string debaters, string judges, string more, string id = "t") =>
        Assert.Contains(told, Refusal(debaters, judges, more, id), StringComparison.Ordinal);

    private static string Refusal(string debaters, string judges, string more, string id = "t") =>
        Assert.Throws<InputException>(() => Plan(debaters, judges, more, id)).Message;

    private static RunDefinition Plan(string debaters, string judges, string more, string id = "t")
    {
        var planner = Planner("name: t\nsource: { questions: q }\nprotocol: judged\npanel: { size: 1 }\n"
            + $"debaters: {debaters}\njudges: {judges}\n{more}");
        return planner.CreateRun(planner.PlanQuestions([new("a", "One?"), new("b", "Two?")]), new(id), 1).Definition;
    }

    private static TournamentPlanner Planner(string yaml) =>
        new("spec.yaml", TournamentSpecReader.Read(yaml, "spec.yaml"), Protocols, Known);

    private sealed class Models(SortedDictionary<string, (string? Family, string Same)> models) : IKnownModels
    {
        public IReadOnlyList<string> Names => [.. models.Keys];

        public string Find(string name) => models.ContainsKey(name) ? name : throw new InputException($"model '{name}': there is none");

        public string? GetFamily(string name) => models.TryGetValue(name, out var model) ? model.Family : null;

        public string Identify(string name) => models.TryGetValue(name, out var model) ? model.Same : name;
    }
}
