using System.Globalization;
using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Models;

/// <summary>
/// A model that reasons with known probabilities: it answers, revises, verifies, solves step by step, thinks aloud, writes programs, plans
/// and makes examples. What it is asked for it knows by the form of the reply in the request, never by a prompt's other words; what it did
/// before it knows by its own texts in the request. So it sees what a model behind an endpoint sees, and a protocol that shows it the wrong
/// thing gets the wrong number. In seats of debates it is a <see cref="SimulatedParticipant"/>.
/// </summary>
internal sealed class SimulatedReasoner(SimulatedSpec spec) : ISimulatedModel
{
    private const string QuoteMark = "<<<statement of ";
    private const string BegunMark = $"{QuoteMark}{SeatChat.BegunLabel}>>>";
    private const string OutputMark = "```output\n";
    private static readonly string[] Languages = ["javascript", "python"];

    private readonly ReasonerTraits _traits = spec.Reasoning;
    private readonly SimulatedParticipant _participant = new(spec.Accuracy, spec.WrongAnswers, spec.Traits);

    public string Reply(SimulatedCall call) => ReplyInFull(call).Text;

    /// <summary>The reply, cut at the seat's token limit as a host cuts it.</summary>
    public RecordedReply ReplyInFull(SimulatedCall call)
    {
        var text = FindBegun(call) is { } begun ? GoOn(call, begun) : ReplyToRequest(call);
        var longest = (long)call.MaxTokens * TokenEstimate.CharactersPerToken;
        return text.Length <= longest ? new(text) : new(text[..(int)longest]) { Finish = "length" };
    }

    /// <summary>What it has begun and is to go on with: the end of the chat, or a quote in the last prompt; null where that is nothing.</summary>
    private static string? FindBegun(SimulatedCall call) => call.Chat is [.., { Role: Role.Assistant } own] ? own.Text
        : FindQuote(FindQuotes(call.LastUserText), SeatChat.BegunLabel);

    private string ReplyToRequest(SimulatedCall call)
    {
        var message = FindRequest(call);
        var request = QuotedStatement.ExtractRequest(message);
        var draws = SeededRandom.Create(call.Seed, "reasoner");
        return Asks("preference") || Asks("winner") || Asks("side") || request.Contains("candidate answers", StringComparison.Ordinal)
                ? _participant.Reply(call)
            : Asks("fits") ? VerifyProgram(call, message, draws)
            : Asks("accepted") ? Verify(call, message, draws)
            : Asks("values") ? FormatValues(call, draws)
            : Asks("value") ? Invariant($$"""{"reason": "So far it looks like this.", "value": {{Value(call, message, draws):0.######}}}""")
            : Asks("step") ? TakeStep(call, Asks("reflection"), draws)
            : Asks("advice") ? """{"advice": "Take up each quantity in turn, and leave none out."}"""
            : Asks("guidelines") ? """{"guidelines": "2, 3"}"""
            : Asks("feedback") ? """{"feedback": "One of the steps may not follow; look at it again."}"""
            : Asks("choice") ? Choose(call, message, draws)
            : Asks("modules") ? $$"""{"modules": {"1": "{{ReasonerText.FormatSkill(1)}}" } }"""
            : Asks("1") ? ReasonerText.Questions
            : Asks("plan") ? Asks("answer") ? SolveByPlan(call, message, draws) : Plan(message)
            : Asks("answer") ? Answer(call, message, request, draws)
            : request.Contains("Q1:", StringComparison.Ordinal) ? Demonstrate(call, request, draws)
            : FindLanguage(request) is { } language ? WriteProgram(call, language, draws)
            : Answer(call, message, request, draws);

        bool Asks(string field) => HasField(request, field);
    }

    /// <summary>The last message of the user with a form in it, so that a re-ask is passed over; else the last one.</summary>
    private static string FindRequest(SimulatedCall call)
    {
        for (var i = call.Chat.Count - 1; i >= 0; i--)
            if (call.Chat[i] is { Role: Role.User, Text: var text }
                && (HasForm(QuotedStatement.ExtractRequest(text)) || text.Contains(BegunMark, StringComparison.Ordinal))) return text;
        return call.LastUserText;
    }

    private static bool HasForm(string request) => request.Contains("{\"", StringComparison.Ordinal)
        || request.Contains("Q1:", StringComparison.Ordinal) || FindLanguage(request) is not null;

    private static bool HasField(string request, string field) => request.Contains($"\"{field}\"", StringComparison.Ordinal);

    private static string? FindLanguage(string text) =>
        Languages.FirstOrDefault(language => text.Contains($"```{language}", StringComparison.Ordinal));

    // Answers

    private string Answer(SimulatedCall call, string message, string request, SeededRandom draws)
    {
        var quotes = FindQuotes(message);
        if (FindQuote(quotes, SeatChat.BegunLabel) is { } begun) return GoOn(call, begun);
        if (FindQuote(quotes, "output") is { } output)
            return ReplyFormatter.Format(call, "This is what the program gives.", FinalAnswer.Extract(output));
        if (request.Contains("[explore]", StringComparison.Ordinal)) return Act(call, "");
        if (request.Contains("[thinking]", StringComparison.Ordinal)) return ThinkAloud(call, FindQuote(quotes, "the thinking"), draws);
        var steps = ReasonerText.FindSteps(quotes.Select(q => q.Text));
        if (steps.Count > 0) return ReplyFormatter.Format(call, "I took it from there.", Solve(call, RightFrom(steps), draws));
        if (FindQuote(quotes, "answer 1") is not null) return ReplyFormatter.Format(call, "This is what remains of them.", quotes[^1].Answer);
        if (quotes.Any(q => HasAnswer(q.Text))) return _participant.Reply(call);
        if (_traits.Length > 0 || FindLanguage(request) is not null) return GoOn(call, "");
        if (FindOwnAnswer(call) is { } own) return ReplyFormatter.Format(call, "I went through it once more.", Revise(call, own, draws));
        var isGood = FindRationale(quotes) ?? (_traits.Rationale is { } share ? draws.NextBool(share) : null);
        var examples = quotes.Sum(q => ReasonerText.CountExamples(q.Text));
        var p = isGood is { } good ? good ? _traits.LeadsGood : _traits.LeadsBad : spec.Accuracy + _traits.Demonstration * examples;
        var reason = isGood is null ? "I worked it through and this is what comes out."
            : isGood.Value ? ReasonerText.GoodRationale : ReasonerText.BadRationale;
        var answer = Solve(call, p, draws);
        return !HasField(request, "rationale") ? ReplyFormatter.Format(call, reason, answer)
            : $$"""{"rationale": "{{ReplyFormatter.EscapeJson(reason)}}", "answer": "{{ReplyFormatter.EscapeJson(answer)}}"}""";
    }

    private string Solve(SimulatedCall call, double p, SeededRandom draws) => draws.NextBool(p)
        ? AnswerKey.GetRightAnswer(call.Problem)
        : AnswerKey.GetWrongAnswer(call.Problem, spec.WrongAnswers == 1 ? 0 : draws.NextInt(spec.WrongAnswers));

    private string Revise(SimulatedCall call, string answer, SeededRandom draws) => AnswerKey.IsRight(call.Problem, answer)
        ? draws.NextBool(_traits.Harm) ? Solve(call, 0, draws) : answer
        : draws.NextBool(_traits.Fix) ? Solve(call, 1, draws) : answer;

    private static string? FindOwnAnswer(SimulatedCall call) =>
        call.Chat.LastOrDefault(m => m.Role == Role.Assistant && HasAnswer(m.Text)) is { } own ? FinalAnswer.Extract(own.Text) : null;

    private static bool HasAnswer(string text) =>
        StructuredReply.Read(text, AnswerFieldNames.All) is { } found && AnswerFieldNames.Find(found) is not null
            || text.Contains("Answer:", StringComparison.Ordinal) || text.Contains("answer is ", StringComparison.Ordinal);

    /// <summary>Whether the rationale shown is a good one; null where none is shown.</summary>
    private static bool? FindRationale(IReadOnlyList<QuotedStatement> quotes) =>
        quotes.Any(q => q.Text.Contains(ReasonerText.GoodRationale, StringComparison.Ordinal)) ? true
        : quotes.Any(q => q.Text.Contains(ReasonerText.BadRationale, StringComparison.Ordinal)) ? false : null;

    private static IReadOnlyList<QuotedStatement> FindQuotes(string message) =>
        message.Contains(QuoteMark, StringComparison.Ordinal) ? QuotedStatement.FindAll(message) : [];

    private static string? FindQuote(IReadOnlyList<QuotedStatement> quotes, string label) =>
        quotes.LastOrDefault(q => q.Seat == label)?.Text;

    /// <summary>Chooses among quoted texts, from 1: a right one as often as it judges rightly, else a wrong one.</summary>
    private string Choose(SimulatedCall call, string message, SeededRandom draws)
    {
        var quotes = FindQuotes(message);
        var seesRight = draws.NextBool(spec.Traits.JudgeAccuracy ?? spec.Accuracy);
        int[] liked = [.. quotes.Index().Where(q => AnswerKey.IsRight(call.Problem, q.Item.Answer) == seesRight).Select(q => q.Index)];
        var chosen = quotes.Count == 0 ? 0 : liked.Length > 0 ? liked[draws.NextInt(liked.Length)] : draws.NextInt(quotes.Count);
        return Invariant($$"""{"reason": "This one holds up best.", "choice": {{chosen + 1}}}""");
    }

    // Verification

    private string Verify(SimulatedCall call, string message, SeededRandom draws)
    {
        var shown = FindQuotes(message) is [.., var last] ? last.Text : call.FindLast(Role.Assistant)?.Text ?? "";
        var steps = ReasonerText.FindSteps(shown);
        var isRight = steps.Count > 0 ? steps.Values.All(sound => sound) : AnswerKey.IsRight(call.Problem, FinalAnswer.Extract(shown));
        if (Accepts(isRight, draws)) return """{"reason": "I find nothing wrong with it.", "accepted": true}""";
        return HasField(QuotedStatement.ExtractRequest(message), "stuck") && draws.NextBool(_traits.Stuck)
            ? """{"reason": "This leads nowhere.", "accepted": false, "stuck": true}"""
            : """{"reason": "Something in it does not follow.", "accepted": false}""";
    }

    private string VerifyProgram(SimulatedCall call, string message, SeededRandom draws)
    {
        var output = FindQuotes(message) is [.., var last] ? FinalAnswer.Extract(last.Text) : "";
        if (!Accepts(AnswerKey.IsRight(call.Problem, output), draws))
            return """{"fits": true, "answers": false, "reason": "That cannot be.", "accepted": false, "answer": null}""";
        var said = ReplyFormatter.EscapeJson(output);
        return $$"""{"fits": true, "answers": true, "reason": "It does what is asked.", "accepted": true, "answer": "{{said}}"}""";
    }

    private bool Accepts(bool isRight, SeededRandom draws) => draws.NextBool(isRight ? _traits.AcceptsRight : _traits.AcceptsWrong);

    // Steps

    private double StepProbability => _traits.Step ?? Math.Pow(spec.Accuracy, 1.0 / _traits.Steps);

    /// <summary>The probability that a solution that begins with these steps ends right.</summary>
    private double RightFrom(SortedDictionary<int, bool> steps) =>
        steps.Values.All(sound => sound) ? Math.Pow(StepProbability, Math.Max(0, _traits.Steps - steps.Last().Key)) : 0;

    /// <summary>The next step, or the last one anew with what was wrong about it. The last step of all has the answer.</summary>
    private string TakeStep(SimulatedCall call, bool corrects, SeededRandom draws)
    {
        var steps = ReasonerText.FindSteps(call.Chat.Select(m => m.Text));
        var last = steps.Count == 0 ? 0 : steps.Last().Key;
        var number = Math.Min(_traits.Steps, corrects && last > 0 ? last : last + 1);
        var isSound = corrects && steps.TryGetValue(number, out var was) ? draws.NextBool(was ? 1 - _traits.Harm : _traits.Fix)
            : draws.NextBool(StepProbability);
        var text = ReasonerText.FormatStep(number, _traits.Steps, isSound, draws);
        var done = number == _traits.Steps;
        if (done) text += $" So the answer is {Solve(call, isSound && steps.All(s => s.Value || s.Key == number) ? 1 : 0, draws)}.";
        var reflection = corrects ? "\"reflection\": \"I look at what was wrong and write the step anew.\", " : "";
        return $$"""{{{reflection}}"step": "{{ReplyFormatter.EscapeJson(text)}}", "done": {{(done ? "true" : "false")}}}""";
    }

    /// <summary>With noise: the share of a solution that is done, 0 where a step is unsound; of an answer whether it is right.</summary>
    private double Value(SimulatedCall call, string message, SeededRandom draws)
    {
        var steps = ReasonerText.FindSteps(message);
        var quotes = FindQuotes(message);
        var value = steps.Count > 0 ? steps.Values.All(s => s) ? (double)steps.Last().Key / _traits.Steps : 0
            : quotes.Count > 0 && AnswerKey.IsRight(call.Problem, quotes[^1].Answer) ? 1 : 0;
        return AddNoise(value, draws);
    }

    private string FormatValues(SimulatedCall call, SeededRandom draws)
    {
        var steps = ReasonerText.FindSteps(FindRequest(call));
        var values = steps.Keys.Select(k => AddNoise(steps.All(s => s.Key > k || s.Value) ? (double)k / _traits.Steps : 0, draws))
            .Select(v => v.ToString("0.######", CultureInfo.InvariantCulture));
        return $$"""{"values": [{{string.Join(", ", values)}}]}""";
    }

    /// <summary>A value with normal noise (Box and Muller, 1958), within [0, 1].</summary>
    private double AddNoise(double value, SeededRandom draws) => _traits.Noise == 0 ? value : Math.Clamp(
        value + _traits.Noise * Math.Sqrt(-2 * Math.Log(1 - draws.NextDouble())) * Math.Cos(2 * Math.PI * draws.NextDouble()), 0, 1);

    // Thoughts and programs

    /// <summary>
    /// Goes on with a thought. What was put into it makes it look again: at its answer, or, where programs are run, for a program; the
    /// output of its program is its answer. It ends when it has its length, or where its last words ask for the answer.
    /// </summary>
    private string GoOn(SimulatedCall call, string begun)
    {
        if (call.Chat.Any(m => m.Role == Role.User && m.Text.Contains("[explore]", StringComparison.Ordinal))) return Act(call, begun);
        var draws = SeededRandom.Create(call.Seed, "thought");
        var thought = ReasonerText.Thought.Read(begun);
        var told = FindRequest(call);
        var held = FindOutput(begun) ?? thought.Held ?? Solve(call, spec.Accuracy, draws);
        if (begun.Contains("[/thinking]", StringComparison.Ordinal))
            return $$"""{"answer": "{{ReplyFormatter.EscapeJson(ReasonerText.FindHeld(begun) ?? held)}}"}""";
        if (begun.EndsWith("\"answer\": \"", StringComparison.Ordinal)) return $"{ReplyFormatter.EscapeJson(held)}\"}}";
        if (begun.TrimEnd().EndsWith("Answer:", StringComparison.Ordinal)) return $" {held}";
        if (FindOutput(begun) is null && FindLanguage(told) is { } language)
        {
            if (draws.NextBool(begun.Length == 0 ? _traits.Tool : thought.IsInterrupted ? _traits.Hinted : 0))
                return $"{ReasonerText.FormatHeld(held)}\n{WriteProgram(call, language, draws)}\n";
        }
        else if (thought is { IsInterrupted: true, Held: { } before } && FindOutput(begun) is null) held = Revise(call, before, draws);
        var end = told.Contains("JSON", StringComparison.Ordinal) ? $$"""{"answer": "{{ReplyFormatter.EscapeJson(held)}}"}"""
            : $"So the answer is {held}.";
        var beginning = begun.Length == 0 || thought.IsInterrupted ? ReasonerText.FormatHeld(held) : "";
        return ReasonerText.FormatThought(beginning, _traits.Length - thought.Tokens, end);
    }

    /// <summary>A program that prints the right answer or a wrong one.</summary>
    private string WriteProgram(SimulatedCall call, string language, SeededRandom draws) =>
        ReasonerText.FormatProgram(language, ReplyFormatter.EscapeJson(Solve(call, _traits.ToolRight, draws)));

    /// <summary>What stands in the last block of output of a thought; null where there is none.</summary>
    private static string? FindOutput(string begun)
    {
        var at = begun.LastIndexOf(OutputMark, StringComparison.Ordinal);
        var end = at < 0 ? -1 : begun.IndexOf("\n```", at + OutputMark.Length - 1, StringComparison.Ordinal);
        return end < 0 ? null : begun[Math.Min(at + OutputMark.Length, end)..end].Trim();
    }

    // Actions and sections

    /// <summary>
    /// A segment of a text of actions: the first one comes to an answer, the next one, by what it is begun as and by whether the last answer
    /// in the text is right, to the final one. Exploring with an answer in the text is going on with it.
    /// </summary>
    private string Act(SimulatedCall call, string begun)
    {
        var draws = SeededRandom.Create(call.Seed, "action");
        if (begun.Length == 0) return $"[continue]\nSo far the answer is {Solve(call, spec.Accuracy, draws)}.";
        if (begun.TrimEnd().EndsWith("Answer:", StringComparison.Ordinal)) return $" {FinalAnswer.Extract(begun)}";
        var mark = begun.TrimEnd().EndsWith("[reflect]", StringComparison.Ordinal) ? 1
            : begun.TrimEnd().EndsWith("[explore]", StringComparison.Ordinal) ? 2 : 0;
        var holds = begun.Contains("answer is ", StringComparison.Ordinal);
        var isRight = holds && AnswerKey.IsRight(call.Problem, FinalAnswer.Extract(begun[..(begun.LastIndexOf('.') + 1)]));
        var p = isRight ? _traits.FromRight[mark] : _traits.FromWrong[mark == 2 && holds ? 0 : mark];
        return $"{(begun.TrimEnd().EndsWith(']') ? "" : "\n\n[continue]\n")}I take it to its end.\nAnswer: {Solve(call, p, draws)}";
    }

    /// <summary>A thought and an answer, or a thought that is shown written anew, its answer revised.</summary>
    private string ThinkAloud(SimulatedCall call, string? shown, SeededRandom draws)
    {
        if (shown is not null && ReasonerText.FindHeld(shown) is { } held)
            return $"[thinking]\n{ReasonerText.FormatHeld(Revise(call, held, draws))}\n[/thinking]";
        var answer = Solve(call, spec.Accuracy, draws);
        return $"[thinking]\n{ReasonerText.FormatHeld(answer)}\n[/thinking]\n" + ReplyFormatter.Format(call, "That is what I come to.", answer);
    }

    // Plans and examples

    /// <summary>A plan that names the skills of the modules shown, or of the plan shown and one more.</summary>
    private string Plan(string message)
    {
        var quotes = FindQuotes(message);
        var known = FindQuote(quotes, "plan") is { } plan ? ReasonerText.FindSkills(plan) : null;
        var skills = known is null ? ReasonerText.FindSkills(FindQuote(quotes, "modules") ?? "")
            : [.. known, known.DefaultIfEmpty(0).Max() + 1];
        return FormatPlan(skills.Count == 0 ? [1] : skills, "");
    }

    private static string FormatPlan(IEnumerable<int> skills, string filled, string rest = "")
    {
        var steps = skills.Select((skill, i) => Invariant($"\"{i + 1}. {ReasonerText.FormatSkill(skill)}\": \"{filled}\""));
        return $$"""{"plan": { {{string.Join(", ", steps)}} }{{rest}}}""";
    }

    private string SolveByPlan(SimulatedCall call, string message, SeededRandom draws)
    {
        var skills = ReasonerText.FindSkills(FindQuote(FindQuotes(message), "plan") ?? "");
        var p = _traits.Skills == 0 ? spec.Accuracy : skills.Contains(SkillOf(call.Problem)) ? 1 : 0;
        return FormatPlan(skills, "done", $", \"answer\": \"{ReplyFormatter.EscapeJson(Solve(call, p, draws))}\"");
    }

    private int SkillOf(Problem? problem) => 1 + SeededRandom.Create(0, problem?.Text ?? "").NextInt(_traits.Skills);

    /// <summary>As many examples as the request numbers; asked once more it gives the same ones.</summary>
    private string Demonstrate(SimulatedCall call, string request, SeededRandom draws)
    {
        var before = call.Chat.LastOrDefault(m => m.Role == Role.Assistant && ReasonerText.CountExamples(m.Text) > 0);
        if (before is not null) return before.Text;
        var reasoned = request.Contains("S1:", StringComparison.Ordinal);
        return string.Join('\n', Enumerable.Range(1, ReasonerText.FindLastExample(request)).Select(i => Example(i)));

        string Example(int i)
        {
            var (a, b) = (draws.NextInt(90) + 10, draws.NextInt(90) + 10);
            var steps = reasoned ? Invariant($"\nS{i}: {a} plus {b} is {a + b}.") : "";
            var answer = draws.NextBool(_traits.Demonstrates) ? Invariant($"\nA{i}: {a + b}") : "";
            return Invariant($"Q{i}: What is {a} + {b}?{steps}{answer}");
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
