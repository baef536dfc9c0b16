using System.Globalization;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Judges;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// A side of an evidence debate that is played from outside: its seat is asked to name, among the items not yet revealed, the one to
/// reveal.
/// </summary>
internal sealed class ExternalEvidencePlayer
{
    private readonly GraphEvidence _evidence;
    private readonly SeatChat _chat;

    public ExternalEvidencePlayer(IDeliberation d, string seat, GraphEvidence evidence, int reveals)
    {
        _evidence = evidence;
        _chat = new(d, seat, Prompts.Fill(
            "evidence/rules", ("reveals", reveals.ToString(CultureInfo.InvariantCulture)),
            ("claim", Quotation.Quote("claim", evidence.Graph.Text(evidence.Claim))), ("side", seat == "pro" ? "for" : "against")));
    }

    /// <summary>The item that the seat reveals; null when it named none, even when asked again.</summary>
    public async Task<int?> ChooseAsync(EvidencePosition position)
    {
        var moves = position.Moves();
        var told = Prompts.Fill(
            "evidence/turn", ("revealed", FormatItems(position.Order)), ("items", FormatItems(moves)),
            ("left", position.Remaining.ToString(CultureInfo.InvariantCulture)));
        var reply = await _chat.AskAsync(told, new ItemReader([.. moves.Select(GetItemId)]));
        return reply.Value is { } choice ? moves[choice.Index] : null;
    }

    private string FormatItems(IReadOnlyList<int> items) => items.Count == 0
        ? "nothing"
        : string.Join('\n', items.Select(item => $"[{GetItemId(item)}] {ToOneLine(_evidence.Graph.Text(_evidence.Arguments[item]))}"));

    private string GetItemId(int item) => _evidence.Graph.Id(_evidence.Arguments[item]);

    private static string ToOneLine(string text) => SafeText.WithoutMarkers(text).ReplaceLineEndings(" ");
}
