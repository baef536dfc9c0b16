using Debate.Core.Input;
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
public sealed class SchemeReader(ArgumentScheme scheme, IReadOnlyCollection<string> known) : IReader<SchemeReply>
{
    private readonly string[] _variables = [.. scheme.Variables.Select(v => v.Name).Where(v => !known.Contains(v))];

    /// <summary>The choices that a decision must come from; empty when any decision is allowed.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Decisions that were proposed before.</summary>
    public IReadOnlyList<string> Proposed { get; init; } = [];

    /// <inheritdoc/>
    public string Name => scheme.Name;

    /// <summary>The form of the expected reply, as JSON.</summary>
    public string ReplyTemplate
    {
        get
        {
            var fields = scheme.Variables.Where(v => _variables.Contains(v.Name)).Select(v => $"\"{v.Name}\": \"{v.Meaning}\"");
            return $"{{{string.Join(", ", fields)}}}";
        }
    }

    /// <inheritdoc/>
    public ReadResult<SchemeReply> Read(string reply)
    {
        if (StructuredReply.Read(reply, _variables) is not { } found)
            return ReadResult<SchemeReply>.Refused($"No object with any of the fields {string.Join(", ", _variables)} was found.");
        var values = _variables.Select(v => KeyValuePair.Create(v, found.FindMeaningful(v))).Where(v => v.Value is not null)
            .ToDictionary(v => v.Key, v => v.Value!, StringComparer.Ordinal);
        var needed = _variables.Where(scheme.IsRequired).ToArray();
        var missing = needed.Where(v => !values.ContainsKey(v)).ToArray();
        if (missing.Length == needed.Length) return ReadResult<SchemeReply>.Accepted(new(null));
        if (missing.Length > 0) return ReadResult<SchemeReply>.Refused($"The field {missing[0]} is empty.");
        return values.TryGetValue(ArgumentScheme.DecisionVariable, out var decision) ? ValidateDecision(decision, values)
            : ReadResult<SchemeReply>.Accepted(new(values));
    }

    private ReadResult<SchemeReply> ValidateDecision(string decision, Dictionary<string, string> values)
    {
        if (Choices.Count > 0)
        {
            if (ChoiceChecker.FindChoice(decision, Choices) is not { } choice)
                return ReadResult<SchemeReply>.Refused("The decision is none of the choices that the question gives.");
            values[ArgumentScheme.DecisionVariable] = decision = Choices[choice];
        }
        return Proposed.Any(t => AnswerGroups.AreSame(t, decision, Choices))
            ? ReadResult<SchemeReply>.Refused("This decision was proposed already. Propose another one, or leave every field empty.")
            : ReadResult<SchemeReply>.Accepted(new(values));
    }
}

/// <summary>A verifier's reply about an argument.</summary>
/// <param name="Objection">Its objection; null when it accepts.</param>
public sealed record VerifierReply(Objection? Objection);

/// <summary>Reads a verifier's reply: whether it accepts and, if not, which critical question the argument fails and why.</summary>
public sealed class VerifierReader(ArgumentScheme scheme) : IReader<VerifierReply>
{
    private static readonly string[] AcceptNames = ["accepts", "accept", "accepted", "decision", "verdict"];
    private static readonly string[] QuestionNames = ["question", "critical question", "cq", "id"];
    private static readonly string[] ReasonNames = ["reason", "reasons", "explanation", "answer"];

    /// <inheritdoc/>
    public string Name => "verifier";

    /// <inheritdoc/>
    public ReadResult<VerifierReply> Read(string reply)
    {
        if (StructuredReply.Read(reply, AcceptNames) is not { } found || ParseAccepts(found.FindText(AcceptNames)) is not { } accepts)
            return ReadResult<VerifierReply>.Refused("No object with the field accepts, yes or no, was found.");
        if (accepts) return ReadResult<VerifierReply>.Accepted(new(null as Objection));
        if (FindQuestionId(found.FindText(QuestionNames) ?? "") is not { } question)
            return ReadResult<VerifierReply>.Refused(
                $"Where accepts is no, the field question must be one of {string.Join(", ", scheme.Questions.Select(q => q.Id))}.");
        var reason = SchemeArgument.ToOneLine(found.FindMeaningful(ReasonNames) ?? "no reason given");
        return ReadResult<VerifierReply>.Accepted(new(new Objection(question, reason)));
    }

    /// <summary>The question whose id, or whose number, the text names.</summary>
    private string? FindQuestionId(string text)
    {
        var named = scheme.Questions.Where(q => text.Contains(q.Id, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (named.Length == 0) named = [.. scheme.Questions.Where(q => text.Trim() == q.Id["CQ".Length..])];
        return named is [var only] ? only.Id : null;
    }

    private static bool? ParseAccepts(string? text) =>
        text?.Trim().Split([' ', '.', ',', ';', ':', '!', '\n'], 2)[0].ToUpperInvariant() switch
    {
        "YES" or "TRUE" or "Y" or "1" or "ACCEPT" or "ACCEPTS" or "ACCEPTED" => true,
        "NO" or "FALSE" or "N" or "0" or "REJECT" or "REJECTS" or "REJECTED" => false,
        _ => null,
    };
}

/// <summary>A choice among a few texts.</summary>
/// <param name="Index">The zero-based index of the chosen text.</param>
/// <param name="Reason">The reason, on one line.</param>
public sealed record ChoiceReply(int Index, string Reason);

/// <summary>Reads which of a few texts a reply chooses.</summary>
/// <param name="among">The texts that can be chosen.</param>
/// <param name="lettered">The choices whose letters a reply may use, among them those texts; empty when there are none.</param>
public sealed class ChoiceReader(IReadOnlyList<string> among, IReadOnlyList<string> lettered) : IReader<ChoiceReply>
{
    /// <inheritdoc/>
    public string Name => "choice";

    /// <inheritdoc/>
    public ReadResult<ChoiceReply> Read(string reply)
    {
        var choices = lettered.Count > 0 ? lettered : among;
        if (ChoiceChecker.FindChoice(FinalAnswer.Extract(reply), choices) is not { } said
            || among.ToList().IndexOf(choices[said]) is not (>= 0 and var index))
            return ReadResult<ChoiceReply>.Refused("The answer must be one of the decisions that were shown.");
        var reason = StructuredReply.Read(reply, "reason")?.FindMeaningful("reason") ?? "no reason given";
        return ReadResult<ChoiceReply>.Accepted(new(index, SchemeArgument.ToOneLine(reason)));
    }
}
