using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Models;

/// <summary>A statement quoted in a prompt, as a simulated participant finds it.</summary>
/// <param name="Seat">The seat that made it.</param>
/// <param name="Text">Its text.</param>
internal sealed record QuotedStatement(string Seat, string Text)
{
    private const string OpeningMark = "<<<statement of ";
    private const string HeaderEnd = ">>>\n";
    private const string ClosingMark = "\n<<<end>>>";
    private static readonly string[] DefaultSeats = ["affirmative", "negative", "debater-3", "debater-4"];

    /// <summary>The statement's final answer.</summary>
    public string Answer => FinalAnswer.Extract(Text);

    /// <summary>
    /// Finds the statements quoted in a prompt, in order; if there are none, its JSON objects with an answer, one per side.
    /// </summary>
    public static IReadOnlyList<QuotedStatement> FindAll(string told)
    {
        var heard = new List<QuotedStatement>();
        for (var at = 0; ReadNext(told, ref at) is { } statement;) heard.Add(statement);
        return heard.Count > 0 ? heard : FindJsonStatements(told);
    }

    /// <summary>Extracts the text after the last quoted statement, which is the prompt's own.</summary>
    public static string ExtractRequest(string told)
    {
        var end = told.LastIndexOf(ClosingMark, StringComparison.Ordinal);
        return end < 0 ? told : told[(end + ClosingMark.Length)..];
    }

    private static QuotedStatement? ReadNext(string told, ref int at)
    {
        var open = told.IndexOf(OpeningMark, at, StringComparison.Ordinal);
        var shut = open < 0 ? -1 : told.IndexOf(HeaderEnd, open, StringComparison.Ordinal);
        var end = shut < 0 ? -1 : told.IndexOf(ClosingMark, shut + HeaderEnd.Length - 1, StringComparison.Ordinal);
        if (end < 0) return null;
        at = end + ClosingMark.Length;
        var seat = told[(open + OpeningMark.Length)..shut];
        return new(seat, end < shut + HeaderEnd.Length ? "" : told[(shut + HeaderEnd.Length)..end]);
    }

    private static IReadOnlyList<QuotedStatement> FindJsonStatements(string told)
    {
        var heard = new List<QuotedStatement>();
        for (var open = told.IndexOf('{'); open >= 0 && heard.Count < DefaultSeats.Length; open = told.IndexOf('{', open + 1))
        {
            var shut = told.IndexOf('}', open);
            if (shut < 0) break;
            var text = told[open..(shut + 1)];
            if (IsStatement(text)) heard.Add(new(DefaultSeats[heard.Count], text));
        }
        return heard;
    }

    // An object with a preference is the template of the requested reply, not a statement.
    private static bool IsStatement(string text) =>
        StructuredReply.Read(text, AnswerFieldNames.All) is { } found && found.FindField("preference") is null
            && found.FindMeaningful(AnswerFieldNames.All) is not null;
}
