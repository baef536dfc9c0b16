namespace Debate.Deliberation.Readers;

/// <summary>Which of two debaters a judge prefers.</summary>
/// <param name="Position">1 for the one shown first, 2 for the other, 0 for neither.</param>
/// <param name="Reason">The reason; null where it gives none.</param>
public sealed record WinnerReply(int Position, string? Reason);

/// <summary>
/// Reads <see cref="WinnerReply"/> from any form that <see cref="StructuredReply"/> accepts: "1", 2, "debater 1", "the second one", "tie",
/// "neither". A reply is malformed where the field is missing or names both or none of the two.
/// </summary>
public sealed class WinnerReader : IReader<WinnerReply>
{
    private static readonly string[] Winner = ["winner", "better", "preferred", "verdict"];
    private static readonly string[] Reason = ["reason", "reasons", "reasoning", "explanation"];
    private static readonly string[][] PositionWords =
        [["tie", "draw", "neither", "equal", "none", "0"], ["1", "first", "one"], ["2", "second", "two"]];

    /// <inheritdoc/>
    public string Name => "winner";

    /// <inheritdoc/>
    public ReadResult<WinnerReply> Read(string reply)
    {
        if (StructuredReply.Read(reply, Winner) is not { } found || found.FindText(Winner) is not { } said)
            return ReadResult<WinnerReply>.Refused("No object with the field winner was found.");
        var words = said.ToLowerInvariant().Split([.. " \t\r\n.,;:!?'\"`*_#()[]-"], StringSplitOptions.RemoveEmptyEntries);
        int[] named = [.. Enumerable.Range(0, PositionWords.Length).Where(place => words.Any(PositionWords[place].Contains))];
        return named.Contains(0) || named.Length == 1
            ? ReadResult<WinnerReply>.Accepted(new(named[0], found.FindMeaningful(Reason)))
            : ReadResult<WinnerReply>.Refused("The field winner must be 1, 2 or tie.");
    }
}
