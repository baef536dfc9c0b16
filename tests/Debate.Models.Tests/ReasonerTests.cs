using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;

namespace Debate.Models.Tests;

/// <summary>What the simulated reasoner makes of each form of request, and that what a request shows decides it.</summary>
public sealed class ReasonerTests
{
    private const string Question = "What is the average speed?";
    private const string Form = "\n\nEnd with one JSON object: {\"reason\": \"the decisive step\", \"answer\": \"your answer\"}";
    private const string StepForm = "\n\nReply with one JSON object: {\"step\": \"...\", \"done\": false}";
    private const string Sound = "Part 1 of 4, way 7: this follows from what is known.";
    private const string Unsound = "Part 1 of 4, way 7: here I assume what is not known.";
    private static readonly SimulatedSpec Model = new("sim", SimulatedKind.Reasoner) { Accuracy = 0.5 };

    /// <summary>Requests, of which share the reply holds a text, and what the share must be.</summary>
    public static TheoryData<string, double> Requests { get; } = new()
    {
        { "answer", 0.5 }, { "revised right", 0.9 }, { "revised wrong", 0.3 }, { "accepts right", 0.95 }, { "accepts wrong", 0.2 },
        { "a step", 0.8 }, { "a corrected step", 0.3 }, { "a sound step corrected", 0.9 }, { "a good rationale", 0.6 },
        { "after a good rationale", 0.9 }, { "after a bad rationale", 0.3 }, { "after three examples", 0.74 }, { "a program", 0.7 },
        { "accepts a right output", 0.95 }, { "accepts a wrong output", 0.2 }, { "an example", 0.75 }, { "a choice", 0.8 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Replies_have_the_shares_of_their_traits(string request, double expected)
    {
        var spec = Model with
        {
            Traits = new() { JudgeAccuracy = 0.8 },
            Reasoning = new() { Step = 0.8, ToolRight = 0.7, Rationale = request == "a good rationale" ? 0.6 : null },
        };
        var (chat, wanted) = Ask(request);
        var trials = LongRun.Size(4_000, 40_000);
        var hits = 0;
        for (var seed = 0; seed < trials; seed++)
            if ((await ReplyAsync(spec, seed, chat)).Text.Contains(wanted, StringComparison.Ordinal)) hits++;

        Assert.InRange((double)hits / trials, expected - 4 * Deviation(), expected + 4 * Deviation());

        double Deviation() => Math.Sqrt(expected * (1 - expected) / trials);
    }

    [Fact]
    public async Task A_solution_is_right_where_every_step_that_is_shown_is_sound()
    {
        var spec = Model with { Reasoning = new() { Step = 1 } };
        var sound = string.Join('\n', Enumerable.Range(1, 3).Select(i => Sound.Replace("Part 1", $"Part {i}", StringComparison.Ordinal)));

        var right = await ReplyAsync(spec, 1, [User(Quotation.Quote("steps", sound) + StepForm)]);
        var wrong = await ReplyAsync(spec, 1, [User(
            Quotation.Quote("steps", sound.Replace(Sound, Unsound, StringComparison.Ordinal)) + StepForm)]);

        Assert.Contains("Part 4 of 4", right.Text, StringComparison.Ordinal);
        Assert.Contains("\"done\": true", right.Text, StringComparison.Ordinal);
        Assert.Equal(["1.5", "2"], [StepAnswer(right), StepAnswer(wrong)]);
    }

    [Theory]
    [InlineData(Sound, "0.25")]
    [InlineData(Unsound, "0")]
    public async Task The_value_of_a_path_is_the_share_that_is_done_and_nothing_behind_a_wrong_step(string step, string value) =>
        Assert.Contains($"\"value\": {value}}}", (await ReplyAsync(Model, 1,
            [User(Quotation.Quote("steps", step) + "\n\n{\"reason\": \"...\", \"value\": 0.7}")])).Text, StringComparison.Ordinal);

    [Fact]
    public async Task A_plan_grows_by_one_skill_and_solves_what_needs_one_of_them()
    {
        var spec = Model with { Reasoning = new() { Skills = 4 } };
        var modules = Quotation.Quote("modules", "Use skill 1");
        var first = await ReplyAsync(spec, 1, [User(modules + "\n\n{\"plan\": {\"1. ...\": \"\"}}")]);
        var second = await ReplyAsync(spec, 1, [User(Quotation.Quote("plan", first.Text) + "\n\n{\"plan\": {\"1. ...\": \"\"}}")]);

        Assert.Equal(["""{"plan": { "1. Use skill 1": "" }}""", """{"plan": { "1. Use skill 1": "", "2. Use skill 2": "" }}"""],
            [first.Text, second.Text]);
        var solved = 0;
        for (var i = 0; i < 400; i++)
        {
            var problem = new Problem("p", $"Question {i}?") { Answers = ["1"], WrongAnswers = ["0"] };
            var reply = await ReplyAsync(spec, 1,
                [User(Quotation.Quote("plan", second.Text) + "\n\n{\"plan\": {\"1. ...\": \"...\"}, \"answer\": \"...\"}")], problem);
            if (FinalAnswer.Extract(reply.Text) == "1") solved++;
        }

        Assert.InRange(solved, 160, 240);
    }

    [Theory]
    [InlineData(1000, 100)]
    [InlineData(400, 64)]
    public async Task A_thought_has_its_length_whatever_is_put_between_its_parts(int length, int chunk)
    {
        var spec = Model with { Reasoning = new() { Length = length } };
        var (begun, own, parts) = ("", 0, 0);
        for (; ; parts++)
        {
            var reply = await ReplyAsync(spec, parts, begun.Length == 0 ? [User(Question)]
                : [User(Question), new(Role.Assistant, begun)], maxTokens: chunk);
            (begun, own) = (begun + reply.Text, own + reply.Text.Length);
            if (reply.Finish is null) break;
            Assert.Equal(4 * chunk, reply.Text.Length);
            begun += parts % 2 == 0 ? "\nWait. Let me check that.\n" : "";
        }

        Assert.Equal((length + chunk - 1) / chunk, parts + 1);
        Assert.InRange(own, 4 * length - 3, 4 * length);
    }

    [Fact]
    public async Task An_interrupted_thought_looks_again_at_its_answer_and_one_that_was_only_cut_does_not()
    {
        var spec = Model with { Reasoning = new() { Length = 50, Fix = 1, Harm = 1 } };

        var cut = await GoOnAsync("I have 2.   hmm hmm ");
        var interrupted = await GoOnAsync("I have 2.   hmm hmm Wait.");
        var closed = await GoOnAsync("I have 2.   hmm hmm \n{\"answer\": \"");
        var begun = Quotation.Quote(SeatChat.BegunLabel, "I have 2.   hmm Wait.");
        var quoted = await ReplyAsync(spec, 1, [User(Question), User(begun + "\n\nGo on.")]);

        Assert.EndsWith("So the answer is 2.", cut, StringComparison.Ordinal);
        Assert.StartsWith("hmm ", cut, StringComparison.Ordinal);
        Assert.StartsWith("I have 1.5.", interrupted, StringComparison.Ordinal);
        Assert.Equal("2\"}", closed);
        Assert.EndsWith("So the answer is 1.5.", quoted.Text, StringComparison.Ordinal);

        async Task<string> GoOnAsync(string begun) =>
            (await ReplyAsync(spec, 1, [User(Question), new(Role.Assistant, begun)])).Text;
    }

    [Fact]
    public async Task A_hint_brings_a_program_and_its_output_is_the_answer()
    {
        var spec = Model with { Accuracy = 0, Reasoning = new() { Tool = 0, Hinted = 1, ToolRight = 1 } };
        var asked = User("You may write one block ```javascript ... ``` whose output you will see." + Form);

        var unasked = await ReplyAsync(spec, 1, [asked]);
        var hinted = await ReplyAsync(spec, 1, [asked, new(Role.Assistant, "I have 2.   Maybe a program helps here.")]);
        var after = await ReplyAsync(spec, 1, [asked, new(Role.Assistant, "I have 2.   " + hinted.Text + "```output\n17\n```\n")]);

        Assert.DoesNotContain("```", unasked.Text, StringComparison.Ordinal);
        Assert.Contains("```javascript\nprint(\"1.5\")\n```", hinted.Text, StringComparison.Ordinal);
        Assert.Equal("17", FinalAnswer.Extract(after.Text));
    }

    [Fact]
    public async Task Asked_again_for_examples_it_gives_the_same_ones()
    {
        var request = User("Write them so: Q1: ... S1: ... A1: ..., up to Q3:");
        var first = await ReplyAsync(Model, 1, [request]);
        var again = await ReplyAsync(Model, 2, [request, new(Role.Assistant, first.Text), User("Your last reply could not be used.")]);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(3, first.Text.Split('\n').Count(line => line.StartsWith('Q')));
    }

    [Fact]
    public async Task It_plays_a_debate_as_a_debater_does()
    {
        var others = Quotation.Quote("affirmative", "I say so.\nAnswer: 2");
        var chat = new[] { new ChatMessage(Role.System, "You end with \"Answer:\""), User(others + "\n\nYou disagree.") };
        var debater = new SimulatedSpec("sim", SimulatedKind.Debater) { Accuracy = 0.5 };

        for (var seed = 0; seed < 20; seed++)
            Assert.Equal((await ReplyAsync(debater, seed, chat)).Text, (await ReplyAsync(Model, seed, chat)).Text);
    }

    [Fact]
    public void It_reads_as_it_is_written()
    {
        var models = ModelConfiguration.Read("""
            models:
              s: { simulated: reasoner, accuracy: 0.5, wrongAnswers: 3, fix: 0.2, harm: 0.05, accepts: [0.9, 0.1], steps: 5, step: 0.4,
                   noise: 0.3, length: 1000, toolRight: 0.6, tool: 0.1, hinted: 0.5, skills: 4, rationale: 0.6, leads: [0.8, 0.2],
                   demonstrates: 0.7, demonstration: 0.05, judgeAccuracy: 0.7 }
            """, "c.yaml");

        var spec = (SimulatedSpec)models.Find("s");
        Assert.Equal($"{new ReasonerTraits
        {
            Fix = 0.2, Harm = 0.05, AcceptsRight = 0.9, AcceptsWrong = 0.1, Steps = 5, Step = 0.4, Noise = 0.3, Length = 1000,
            ToolRight = 0.6, Tool = 0.1, Hinted = 0.5, Skills = 4, Rationale = 0.6, LeadsGood = 0.8, LeadsBad = 0.2, Demonstrates = 0.7,
            Demonstration = 0.05,
        }}", $"{spec.Reasoning}");
        var again = (SimulatedSpec)ModelConfiguration.Read(models.ToJson(), "stored").Find("s");
        Assert.Equal($"{spec.Reasoning}", $"{again.Reasoning}");
        Assert.Equal(spec.ComputeFingerprint(), again.ComputeFingerprint());
        Assert.NotEqual(spec.ComputeFingerprint(), (spec with { Reasoning = spec.Reasoning with { Noise = 0.4 } }).ComputeFingerprint());
    }

    private static string StepAnswer(ModelReply reply) =>
        reply.Text.Split("So the answer is ")[1].Split(".\"")[0];

    private static ChatMessage User(string text) => new(Role.User, text);

    /// <summary>The chat of a request, and the text by which a hit is known.</summary>
    private static (ChatMessage[] Chat, string Wanted) Ask(string request) => request switch
    {
        "answer" => ([User(Question + Form)], "\"1.5\""),
        "revised right" => (Revision("1.5"), "\"1.5\""),
        "revised wrong" => (Revision("2"), "\"1.5\""),
        "accepts right" => (Verification("I say so. {\"answer\": \"3/2\"}"), "\"accepted\": true"),
        "accepts wrong" => (Verification("I say so. {\"answer\": \"2\"}"), "\"accepted\": true"),
        "a step" => ([User(Question + StepForm)], "this follows"),
        "a corrected step" => (Correction(Unsound), "this follows"),
        "a sound step corrected" => (Correction(Sound), "this follows"),
        "a good rationale" => ([User(Question + "\n\n{\"rationale\": \"...\", \"answer\": \"...\"}")], "nothing is left out"),
        "after a good rationale" => (Led("Each quantity is taken up in turn, and nothing is left out."), "\"1.5\""),
        "after a bad rationale" => (Led("At first sight one of the quantities does not matter."), "\"1.5\""),
        "after three examples" => (Led("Q1: a\nA1: b\nQ2:  c\nA2: d\nQ3: e\nA3: f\nQ4:\nA4:"), "\"1.5\""),
        "a program" => ([User(Question + "\n\nWrite one block ```python")], "print(\"1.5\")"),
        "accepts a right output" => (Outcome("1.5"), "\"accepted\": true, \"answer\": \"1.5\""),
        "accepts a wrong output" => (Outcome("2"), "\"accepted\": true, \"answer\": \"2\""),
        "an example" => ([User("Write Q1: S1: A1:")], "A1: "),
        "a choice" => ([User(Quotation.QuoteAll([("one", "Answer: 2"), ("two", "Answer: 3/2"), ("three", "Answer: 7")])
            + "\n\n{\"reason\": \"...\", \"choice\": 1}")], "\"choice\": 2"),
        _ => throw new ArgumentException(request),
    };

    private static ChatMessage[] Revision(string answer) =>
        [User(Question + Form), new(Role.Assistant, $$"""{"answer": "{{answer}}"}"""), User("Look again." + Form)];

    private static ChatMessage[] Verification(string answer) =>
        [User(Question + "\n\n" + Quotation.Quote("answer", answer) + "\n\n{\"reason\": \"...\", \"accepted\": true}")];

    private static ChatMessage[] Correction(string step) =>
        [User(Question + "\n\n" + Quotation.Quote("step", step) + "\n\n{\"reflection\": \"...\", \"step\": \"...\", \"done\": false}")];

    private static ChatMessage[] Led(string material) => [User(Quotation.Quote("material", material) + "\n\n" + Question + Form)];

    private static ChatMessage[] Outcome(string output) => [User(Quotation.Quote("output", output)
        + "\n\n{\"fits\": true, \"answers\": false, \"reason\": \"\", \"accepted\": false, \"answer\": null}")];

    private static async Task<ModelReply> ReplyAsync(
        SimulatedSpec spec, long seed, IReadOnlyList<ChatMessage> chat, Problem? problem = null, int maxTokens = 4096)
    {
        using var models = SampleCalls.Backends(spec);
        var call = SampleCalls.To("sim", seed: seed);
        return await models.AskAsync(call with
        {
            Chat = chat, Problem = problem ?? SampleCalls.Hill, Seat = call.Seat with { Sampling = new(MaxTokens: maxTokens) },
        }, SampleCalls.Cancellation);
    }
}
