using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Clinical;

/// <summary>An argument of a dialogue, with its id in the graph.</summary>
/// <param name="Id">Its id in the graph: A, B, ... for a decision, A1, A2, ... for the beliefs of its dialogue.</param>
/// <param name="Argument">Its scheme and values.</param>
public sealed record DialogueArgument(string Id, SchemeArgument Argument);

/// <summary>A verifier's objection: the critical question of the scheme that the argument fails, and the reason.</summary>
/// <param name="Question">The id of the question.</param>
/// <param name="Reason">The reason, as the generator sees it.</param>
public sealed record Objection(string Question, string Reason);

/// <summary>Makes arguments.</summary>
public interface IArgumentGenerator
{
    /// <summary>Proposes a decision other than those already proposed; null when there is none.</summary>
    Task<SchemeArgument?> ProposeDecisionAsync(IReadOnlyList<DialogueArgument> proposed, int round);

    /// <summary>Turns an objection into an argument by the counter-scheme of its critical question; null when there is none.</summary>
    Task<SchemeArgument?> CreateCounterargumentAsync(DialogueArgument target, Objection objection, int round);
}

/// <summary>Asks the critical questions of an argument and answers them itself.</summary>
public interface IArgumentVerifier
{
    /// <summary>An objection to the argument other than those already raised; null when the verifier accepts the argument.</summary>
    Task<Objection?> VerifyAsync(DialogueArgument argument, IReadOnlyList<Objection> raised, int round);
}

/// <summary>A seat that generates arguments with a model. It sees the question and the objections to its arguments.</summary>
internal sealed class ModelArgumentGenerator(IDeliberation d) : IArgumentGenerator
{
    private readonly SeatChat _chat = new(d, "generator", Prompts.Fill("argmed/generator", ("rules", FormatRules(d))));

    /// <summary>The first reply that could not be read as a proposal; null where there was none.</summary>
    public SeatReply? Unread { get; private set; }

    /// <summary>The rules with which the instructions of every ArgMed seat begin.</summary>
    internal static string FormatRules(IDeliberation d) => Prompts.Fill("argmed/rules", ("question", d.Problem.PromptText));

    public async Task<SchemeArgument?> ProposeDecisionAsync(IReadOnlyList<DialogueArgument> proposed, int round)
    {
        var scheme = SchemeBook.Default["ASDM"];
        var reader = new SchemeReader(scheme, []) { Choices = d.Problem.Choices,
            Proposed = [.. proposed.Select(p => p.Argument.Decision)] };
        var told = proposed.Count == 0 ? Prompts.Fill("argmed/decide", ("scheme", FormatScheme(scheme, [])), ("form", reader.ReplyTemplate))
            : Prompts.Fill("argmed/decide-more", ("proposed", Quotation.Quote("generator", ListDecisions(proposed))),
                ("scheme", FormatScheme(scheme, [])), ("form", reader.ReplyTemplate));
        var reply = await _chat.AskAsync(told, reader, round);
        if (reply.IsUnread) Unread ??= reply.Last;
        return reply.Value?.Values is { } values ? new(scheme, values) : null;
    }

    public async Task<SchemeArgument?> CreateCounterargumentAsync(DialogueArgument target, Objection objection, int round)
    {
        var question = target.Argument.Scheme.FindQuestion(objection.Question)!;
        var scheme = SchemeBook.Default[question.CounterScheme];
        Dictionary<string, string> known = new(StringComparer.Ordinal) { [ArgumentScheme.DecisionVariable] =
            target.Argument.GetValue(question.AboutVariable) };
        var reader = new SchemeReader(scheme, known.Keys);
        var told = Prompts.Fill("argmed/counter",
            ("argument", Quotation.Quote("generator", target.Argument.Text)), ("question", target.Argument.FillTemplate(question.Text)),
            ("challenges", question.Challenges), ("objection", Quotation.Quote("verifier", objection.Reason)),
            ("scheme", FormatScheme(scheme, known)), ("form", reader.ReplyTemplate));
        return (await _chat.AskAsync(told, reader, round)).Value?.Values is { } values ? new(scheme, values.Concat(known)) : null;
    }

    private static string ListDecisions(IEnumerable<DialogueArgument> proposed) =>
        string.Join('\n', proposed.Select(p => p.Argument.Decision));

    private static string FormatScheme(ArgumentScheme scheme, Dictionary<string, string> known)
    {
        var lines = scheme.Premises.Select((p, i) => FormattableString.Invariant($"Premise {i + 1}: {p}"))
            .Append($"Conclusion: {scheme.Conclusion}");
        return Prompts.FillPlaceholders($"Scheme of {scheme.Title} ({scheme.Name}).\n{string.Join('\n', lines)}",
            [.. known.Select(k => (k.Key, k.Value))]);
    }
}

/// <summary>A seat that verifies arguments with a model. It sees the question and the arguments.</summary>
/// <param name="d">The deliberation.</param>
/// <param name="note">Receives notes for the reader of the verdict.</param>
internal sealed class ModelArgumentVerifier(IDeliberation d, Action<string> note) : IArgumentVerifier
{
    private readonly SeatChat _chat = new(d, "verifier", Prompts.Fill("argmed/verifier", ("rules", ModelArgumentGenerator.FormatRules(d))));

    public async Task<Objection?> VerifyAsync(DialogueArgument argument, IReadOnlyList<Objection> raised, int round)
    {
        var scheme = argument.Argument.Scheme;
        var questions = string.Join('\n', scheme.Questions.Select(q =>
            $"{q.Id} (challenges the {q.Challenges}): {argument.Argument.FillTemplate(q.Text)}"));
        var before = raised.Count == 0 ? "" : Prompts.Fill("argmed/raised",
            ("raised", Quotation.Quote("verifier", string.Join('\n', raised.Select(r => $"{r.Question}: {r.Reason}"))))) + "\n\n";
        var told = Prompts.Fill("argmed/verify",
            ("argument", Quotation.Quote("generator", argument.Argument.Text)), ("scheme", $"{scheme.Title} ({scheme.Name})"),
            ("questions", questions), ("raised", before));
        var reply = await _chat.AskAsync(told, new VerifierReader(scheme), round);
        if (reply.IsUnread) note($"the verifier gave no usable reply about {argument.Id}, which stands unverified");
        return reply.Value?.Objection;
    }
}
