using System.Globalization;

namespace Debate.Deliberation.Readers;

/// <summary>A judge's decision for one of two sides.</summary>
/// <param name="Side">The index of the side, from 0; null for neither.</param>
/// <param name="Answer">The answer that the judge names, in its own words; null where it names none.</param>
/// <param name="Reason">Its reason; null where it gives none.</param>
/// <param name="Margin">The margin of the decision, from 1 to 5; null where it does not say.</param>
public sealed record SideReply(int? Side, string? Answer, string? Reason, int? Margin);

/// <summary>
/// Reads which side a judge decides for: by the field "side" (or "winner"), which names one of the two seats or says "tie"; where it names
/// none, by the answer.
/// </summary>
/// <param name="sides">The seats of the two sides; empty where a judge is asked for the answer alone.</param>
/// <param name="indexOf">The index of the side that an answer belongs to; null where it belongs to neither.</param>
public sealed class SideReader(IReadOnlyList<string> sides, Func<string, int?> indexOf) : IReader<SideReply>
{
    private static readonly string[] Side = ["side", "winner", "supported side"];
    private static readonly string[] Reason = ["reason", "reasons", "reasoning", "explanation"];

    /// <inheritdoc/>
    public string Name => "side";

    /// <inheritdoc/>
    public ReadResult<SideReply> Read(string reply)
    {
        if (StructuredReply.Read(reply, [.. Side, .. AnswerFieldNames.All]) is not { } found)
            return ReadResult<SideReply>.Refused("No object with the fields side and answer was found.");
        var (said, answer) = (found.FindMeaningful(Side), AnswerFieldNames.Find(found));
        var side = said is null ? null : FindSeat(said);
        if (side is null && !IsTie(said)) side = answer is null ? null : indexOf(answer);
        return side is not null || IsTie(said)
            ? ReadResult<SideReply>.Accepted(new(side, answer, found.FindMeaningful(Reason), ParseMargin(found.FindText("margin"))))
            : ReadResult<SideReply>.Refused(
                sides.Count == 0 ? "It gives neither of the two answers." : $"It does not decide for {sides[0]} or {sides[1]}.");
    }

    private static bool IsTie(string? said) => said?.Trim().ToUpperInvariant() is "TIE" or "DRAW" or "BOTH";

    /// <summary>The index of the named seat; null where both are named, or none.</summary>
    private int? FindSeat(string said)
    {
        var words = said.ToLowerInvariant().Split([.. said.ToLowerInvariant().Where(c => !char.IsLetterOrDigit(c) && c != '-')]);
        var named = sides.Index().Where(s => words.Contains(s.Item)).ToArray();
        return named is [var only] ? only.Index : null;
    }

    private static int? ParseMargin(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var margin) && margin is >= 1 and <= 5 ? margin : null;
}

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
        [["tie", "draw", "neither", "equal", "equally", "none", "nobody", "0"], ["1", "first"], ["2", "second", "two"]];

    /// <inheritdoc/>
    public string Name => "winner";

    /// <inheritdoc/>
    public ReadResult<WinnerReply> Read(string reply)
    {
        if (StructuredReply.Read(reply, Winner) is not { } found || found.FindText(Winner) is not { } said)
            return ReadResult<WinnerReply>.Refused("No object with the field winner was found.");
        var words = said.ToLowerInvariant().Split([.. " \t\r\n.,;:!?'\"`*_#()[]-"], StringSplitOptions.RemoveEmptyEntries);
        int[] named = [.. Enumerable.Range(0, PositionWords.Length).Where(place => words.Any(PositionWords[place].Contains))];
        if (named.Length == 0 && words.Index().Where(w => w.Item == "one").ToList() is [var one])
            named = one.Index > 0 && words[one.Index - 1] is "no" or "not" ? [0] : [1];
        return named.Contains(0) || named.Length == 1
            ? ReadResult<WinnerReply>.Accepted(new(named[0], found.FindMeaningful(Reason)))
            : ReadResult<WinnerReply>.Refused("The field winner must be 1, 2 or tie.");
    }
}
