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
    private int? FindSeat(string said) =>
        SeatNames.FindOnly(said, sides) is { } seat ? sides.Index().First(s => s.Item == seat).Index : null;

    private static int? ParseMargin(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var margin) && margin is >= 1 and <= 5 ? margin : null;
}

/// <summary>Which of several texts a judge chooses.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Reason">The reason; null where it gives none.</param>
public sealed record ChoiceReply(int Number, string? Reason);

/// <summary>Reads <see cref="ChoiceReply"/>: the one number in the field "choice".</summary>
/// <param name="count">How many there are to choose from.</param>
public sealed class ChoiceReader(int count) : IReader<ChoiceReply>
{
    /// <inheritdoc/>
    public string Name => "{\"reason\": \"...\", \"choice\": 1}";

    /// <inheritdoc/>
    public ReadResult<ChoiceReply> Read(string reply)
    {
        var found = StructuredReply.Read(reply, "choice");
        int[] numbers = [.. Words.Split(found?.FindText("choice") ?? "").Select(ParseNumber).OfType<int>().Distinct()];
        return numbers is [var number] && number >= 1 && number <= count
            ? ReadResult<ChoiceReply>.Accepted(new(number, found!.FindMeaningful("reason")))
            : ReadResult<ChoiceReply>.Refused($"The field choice must be one number from 1 to {count}.");
    }

    private static int? ParseNumber(string word) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Which of two debaters a judge prefers.</summary>
/// <param name="Position">1 for the one shown first, 2 for the other, 0 for neither.</param>
/// <param name="Reason">The reason; null where it gives none.</param>
public sealed record WinnerReply(int Position, string? Reason);

/// <summary>
/// Reads <see cref="WinnerReply"/> from any form that <see cref="StructuredReply"/> accepts: "1", 2, "debater 1", "the second one", "1, not
/// 2", "tie", "neither", "no one". A reply is malformed where the field is missing or names both or none of the two.
/// </summary>
public sealed class WinnerReader : IReader<WinnerReply>
{
    private static readonly string[] Winner = ["winner", "better", "preferred", "verdict"];
    private static readonly string[] Reason = ["reason", "reasons", "reasoning", "explanation"];

    private static readonly string[][] PositionWords =
        [["tie", "tied", "draw", "neither", "equal", "equally", "none", "nobody", "0"], ["1", "first"], ["2", "second", "two"]];

    /// <inheritdoc/>
    public string Name => "winner";

    /// <inheritdoc/>
    public ReadResult<WinnerReply> Read(string reply)
    {
        if (StructuredReply.Read(reply, Winner) is not { } found || found.FindText(Winner) is not { } said)
            return ReadResult<WinnerReply>.Refused("No object with the field winner was found.");
        var words = Words.Split(said);
        int[] named = [.. words.Select((_, at) => FindPosition(words, at)).OfType<int>().Distinct()];
        return named.Contains(0) || named.Length == 1
            ? ReadResult<WinnerReply>.Accepted(new(named.Min(), found.FindMeaningful(Reason)))
            : ReadResult<WinnerReply>.Refused("The field winner must be 1, 2 or tie.");
    }

    /// <summary>The position that the word names; null where it names none or is rejected ("not 2").</summary>
    private static int? FindPosition(string[] words, int at)
    {
        if (words[at] == "one") return FindPositionOfOne(words, at);
        var position = Array.FindIndex(PositionWords, names => names.Contains(words[at]));
        return position < 0 || words[at] != "neither" && Words.IsRejected(words, at) ? null : position;
    }

    /// <summary>"One" is a number where it stands alone or behind a noun; it is none in "the second one" and nobody in "no one".</summary>
    private static int? FindPositionOfOne(string[] words, int at) => at == 0
        ? words.Length == 1 ? 1 : null
        : words[at - 1] switch
        {
            "no" => at + 1 < words.Length && words[at + 1] == "else" ? null : 0,
            "debater" or "number" or "speaker" or "position" or "side" or "statement" => Words.IsRejected(words, at) ? null : 1,
            _ => null,
        };
}
