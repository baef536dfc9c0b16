using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Clinical;

/// <summary>A seat that generates arguments with a model. It sees the question and the objections to its arguments.</summary>
internal sealed class ModelGenerator(IDeliberation d) : IGenerator
{
    private readonly SeatChat _chat = new(d, "generator", Prompts.Fill("argmed/generator", ("rules", Rules(d))));

    /// <summary>The rules with which the instructions of every ArgMed seat begin.</summary>
    internal static string Rules(IDeliberation d) => Prompts.Fill("argmed/rules", ("question", d.Problem.Told));

    public async Task<SchemeArgument?> DecideAsync(IReadOnlyList<Argued> proposed, int round)
    {
        var scheme = SchemeBook.Default["ASDM"];
        var reader = new SchemeReader(scheme, []) { Choices = d.Problem.Choices, Taken = [.. proposed.Select(p => p.Argument.Decision)] };
        var told = proposed.Count == 0 ? Prompts.Fill("argmed/decide", ("scheme", Shown(scheme, [])), ("form", reader.Form))
            : Prompts.Fill("argmed/decide-more", ("proposed", Quotation.Of("generator", Listed(proposed))),
                ("scheme", Shown(scheme, [])), ("form", reader.Form));
        return (await _chat.AskAsync(told, reader, round)).Value?.Values is { } values ? new(scheme, values) : null;
    }

    public async Task<SchemeArgument?> CounterAsync(Argued target, Objection objection, int round)
    {
        var question = target.Argument.Scheme.Question(objection.Question)!;
        var scheme = SchemeBook.Default[question.Counter];
        Dictionary<string, string> known = new(StringComparer.Ordinal) { [Scheme.Decision] = target.Argument.Value(question.About) };
        var reader = new SchemeReader(scheme, known.Keys);
        var told = Prompts.Fill("argmed/counter",
            ("argument", Quotation.Of("generator", target.Argument.Text)), ("question", target.Argument.Filled(question.Ask)),
            ("challenges", question.Challenges), ("objection", Quotation.Of("verifier", objection.Reason)),
            ("scheme", Shown(scheme, known)), ("form", reader.Form));
        return (await _chat.AskAsync(told, reader, round)).Value?.Values is { } values ? new(scheme, values.Concat(known)) : null;
    }

    private static string Listed(IEnumerable<Argued> proposed) => string.Join('\n', proposed.Select(p => p.Argument.Decision));

    private static string Shown(Scheme scheme, Dictionary<string, string> known)
    {
        var lines = scheme.Premises.Select((p, i) => FormattableString.Invariant($"Premise {i + 1}: {p}"))
            .Append($"Conclusion: {scheme.Conclusion}");
        return Prompts.Filled($"Scheme of {scheme.Title} ({scheme.Name}).\n{string.Join('\n', lines)}",
            [.. known.Select(k => (k.Key, k.Value))]);
    }
}

/// <summary>A seat that verifies arguments with a model. It sees the question and the arguments.</summary>
/// <param name="d">The deliberation.</param>
/// <param name="note">Receives notes for the reader of the verdict.</param>
internal sealed class ModelVerifier(IDeliberation d, Action<string> note) : IVerifier
{
    private readonly SeatChat _chat = new(d, "verifier", Prompts.Fill("argmed/verifier", ("rules", ModelGenerator.Rules(d))));

    public async Task<Objection?> VerifyAsync(Argued argument, IReadOnlyList<Objection> raised, int round)
    {
        var scheme = argument.Argument.Scheme;
        var questions = string.Join('\n', scheme.Questions.Select(q =>
            $"{q.Id} (challenges the {q.Challenges}): {argument.Argument.Filled(q.Ask)}"));
        var before = raised.Count == 0 ? "" : Prompts.Fill("argmed/raised",
            ("raised", Quotation.Of("verifier", string.Join('\n', raised.Select(r => $"{r.Question}: {r.Reason}"))))) + "\n\n";
        var told = Prompts.Fill("argmed/verify",
            ("argument", Quotation.Of("generator", argument.Argument.Text)), ("scheme", $"{scheme.Title} ({scheme.Name})"),
            ("questions", questions), ("raised", before));
        var reply = await _chat.AskAsync(told, new VerifierReader(scheme), round);
        if (reply.Refused) note($"the verifier gave no usable reply about {argument.Id}, which stands unverified");
        return reply.Value?.Objection;
    }
}
