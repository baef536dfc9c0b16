using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Models;

/// <summary>A statement quoted in a prompt, as a simulated participant finds it.</summary>
/// <param name="Seat">The seat that made it.</param>
/// <param name="Text">Its text.</param>
internal sealed record HeardStatement(string Seat, string Text)
{
    private const string Open = "<<<statement of ";
    private const string Shut = ">>>\n";
    private const string End = "\n<<<end>>>";
    private static readonly string[] Sides = ["affirmative", "negative", "debater-3", "debater-4"];

    /// <summary>The statement's final answer.</summary>
    public string Answer => FinalAnswer.Of(Text);

    /// <summary>
    /// Finds the statements quoted in a prompt, in order; if there are none, its JSON objects with an answer, one per side.
    /// </summary>
    public static IReadOnlyList<HeardStatement> In(string told)
    {
        var heard = new List<HeardStatement>();
        for (var at = 0; Next(told, ref at) is { } statement;) heard.Add(statement);
        return heard.Count > 0 ? heard : Objects(told);
    }

    /// <summary>Extracts the text after the last quoted statement, which is the prompt's own.</summary>
    public static string Request(string told)
    {
        var end = told.LastIndexOf(End, StringComparison.Ordinal);
        return end < 0 ? told : told[(end + End.Length)..];
    }

    private static HeardStatement? Next(string told, ref int at)
    {
        var open = told.IndexOf(Open, at, StringComparison.Ordinal);
        var shut = open < 0 ? -1 : told.IndexOf(Shut, open, StringComparison.Ordinal);
        var end = shut < 0 ? -1 : told.IndexOf(End, shut + Shut.Length - 1, StringComparison.Ordinal);
        if (end < 0) return null;
        at = end + End.Length;
        var seat = told[(open + Open.Length)..shut];
        return new(seat, end < shut + Shut.Length ? "" : told[(shut + Shut.Length)..end]);
    }

    private static IReadOnlyList<HeardStatement> Objects(string told)
    {
        var heard = new List<HeardStatement>();
        for (var open = told.IndexOf('{'); open >= 0 && heard.Count < Sides.Length; open = told.IndexOf('{', open + 1))
        {
            var shut = told.IndexOf('}', open);
            if (shut < 0) break;
            var text = told[open..(shut + 1)];
            if (IsStatement(text)) heard.Add(new(Sides[heard.Count], text));
        }
        return heard;
    }

    // An object with a preference is the template of the requested reply, not a statement.
    private static bool IsStatement(string text) =>
        StructuredReply.Read(text, AnswerNames.All) is { } found && found.Field("preference") is null
            && found.Meaningful(AnswerNames.All) is not null;
}
