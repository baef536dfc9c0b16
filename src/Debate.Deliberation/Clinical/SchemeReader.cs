using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Schemes;

namespace Debate.Deliberation.Clinical;

/// <summary>Values for the variables of a scheme, as a model gave them; null values when it has no argument.</summary>
/// <param name="Values">The values by variable; null when every required one was left empty.</param>
public sealed record SchemeReply(IReadOnlyDictionary<string, string>? Values);

/// <summary>
/// Reads an argument of a scheme from a structured reply, tolerantly. The required variables are those neither known nor optional; when all
/// of them are empty there is no argument, when only some are the reply is malformed.
/// </summary>
public sealed class SchemeReader(Scheme scheme, IReadOnlyCollection<string> known) : IReader<SchemeReply>
{
    private readonly string[] _asked = [.. scheme.Variables.Select(v => v.Name).Where(v => !known.Contains(v))];

    /// <summary>The choices that a decision must come from; empty when any decision is allowed.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Decisions that were proposed before.</summary>
    public IReadOnlyList<string> Taken { get; init; } = [];

    /// <inheritdoc/>
    public string Name => scheme.Name;

    /// <summary>The form of the expected reply, as JSON.</summary>
    public string Form
    {
        get
        {
            var fields = scheme.Variables.Where(v => _asked.Contains(v.Name)).Select(v => $"\"{v.Name}\": \"{v.Meaning}\"");
            return $"{{{string.Join(", ", fields)}}}";
        }
    }

    /// <inheritdoc/>
    public Reading<SchemeReply> Read(string reply)
    {
        if (StructuredReply.Read(reply, _asked) is not { } found)
            return Reading<SchemeReply>.Refused($"No object with any of the fields {string.Join(", ", _asked)} was found.");
        var values = _asked.Select(v => KeyValuePair.Create(v, found.Meaningful(v))).Where(v => v.Value is not null)
            .ToDictionary(v => v.Key, v => v.Value!, StringComparer.Ordinal);
        var needed = _asked.Where(scheme.Needs).ToArray();
        var missing = needed.Where(v => !values.ContainsKey(v)).ToArray();
        if (missing.Length == needed.Length) return Reading<SchemeReply>.Of(new(null));
        if (missing.Length > 0) return Reading<SchemeReply>.Refused($"The field {missing[0]} is empty.");
        return values.TryGetValue(Scheme.Decision, out var decision) ? Decided(decision, values) : Reading<SchemeReply>.Of(new(values));
    }

    private Reading<SchemeReply> Decided(string decision, Dictionary<string, string> values)
    {
        if (Choices.Count > 0)
        {
            if (ChoiceChecker.Index(decision, Choices) is not { } choice)
                return Reading<SchemeReply>.Refused("The decision is none of the choices that the question gives.");
            values[Scheme.Decision] = decision = Choices[choice];
        }
        return Taken.Any(t => AnswerForm.Of(t, Choices) == AnswerForm.Of(decision, Choices))
            ? Reading<SchemeReply>.Refused("This decision was proposed already. Propose another one, or leave every field empty.")
            : Reading<SchemeReply>.Of(new(values));
    }
}

/// <summary>A verifier's reply about an argument.</summary>
/// <param name="Objection">Its objection; null when it accepts.</param>
public sealed record VerifierReply(Objection? Objection);

/// <summary>Reads a verifier's reply: whether it accepts and, if not, which critical question the argument fails and why.</summary>
public sealed class VerifierReader(Scheme scheme) : IReader<VerifierReply>
{
    private static readonly string[] Accepts = ["accepts", "accept", "accepted", "decision", "verdict"];
    private static readonly string[] Question = ["question", "critical question", "cq", "id"];
    private static readonly string[] Reason = ["reason", "reasons", "explanation", "answer"];

    /// <inheritdoc/>
    public string Name => "verifier";

    /// <inheritdoc/>
    public Reading<VerifierReply> Read(string reply)
    {
        if (StructuredReply.Read(reply, Accepts) is not { } found || Yes(found.Text(Accepts)) is not { } accepts)
            return Reading<VerifierReply>.Refused("No object with the field accepts, yes or no, was found.");
        if (accepts) return Reading<VerifierReply>.Of(new(null as Objection));
        if (Id(found.Text(Question) ?? "") is not { } question)
            return Reading<VerifierReply>.Refused(
                $"Where accepts is no, the field question must be one of {string.Join(", ", scheme.Questions.Select(q => q.Id))}.");
        var reason = SchemeArgument.OneLine(found.Meaningful(Reason) ?? "no reason given");
        return Reading<VerifierReply>.Of(new(new Objection(question, reason)));
    }

    /// <summary>The question whose id, or whose number, the text names.</summary>
    private string? Id(string text)
    {
        var named = scheme.Questions.Where(q => text.Contains(q.Id, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (named.Length == 0) named = [.. scheme.Questions.Where(q => text.Trim() == q.Id["CQ".Length..])];
        return named is [var only] ? only.Id : null;
    }

    private static bool? Yes(string? text) => text?.Trim().Split([' ', '.', ',', ';', ':', '!', '\n'], 2)[0].ToUpperInvariant() switch
    {
        "YES" or "TRUE" or "Y" or "1" or "ACCEPT" or "ACCEPTS" or "ACCEPTED" => true,
        "NO" or "FALSE" or "N" or "0" or "REJECT" or "REJECTS" or "REJECTED" => false,
        _ => null,
    };
}
