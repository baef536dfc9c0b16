using Debate.Deliberation.Readers;

namespace Debate.Deliberation;

/// <summary>
/// How the engine shows one participant's words to another: between markers that the words themselves cannot forge, with the label from the
/// engine and never from the text.
/// </summary>
public static class Quotation
{
    /// <summary>One quoted statement.</summary>
    public static string Of(string seat, string text) => $"<<<statement of {seat}>>>\n{SafeText.Quoted(text)}\n<<<end>>>";

    /// <summary>Several, in order.</summary>
    public static string Of(IEnumerable<(string Seat, string Text)> statements) =>
        string.Join("\n\n", statements.Select(s => Of(s.Seat, s.Text)));
}
