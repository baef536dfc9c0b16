namespace Debate.Deliberation.Readers;

/// <summary>
/// Reads <see cref="MadReply"/> from any form that <see cref="StructuredReply"/> accepts. It knows this project's field names and those of
/// the published script, so that debates recorded with the published system replay. A reply is malformed where no object has any of the
/// fields.
/// </summary>
public sealed class MadReplyReader : IReader<MadReply>
{
    private static readonly string[] Preference = ["preference", "Whether there is a preference", "has preference"];
    private static readonly string[] Side = ["side", "Supported Side"];
    private static readonly string[] Reason = ["reason", "reasons", "reasoning", "explanation"];
    private static readonly string[] WantedFields = [.. Preference, .. Side, .. Reason, .. AnswerFieldNames.All];

    /// <inheritdoc/>
    public string Name => "mad";

    /// <inheritdoc/>
    public ReadResult<MadReply> Read(string reply)
    {
        if (StructuredReply.Read(reply, WantedFields) is not { } found)
            return ReadResult<MadReply>.Refused("No object with any of the fields preference, side, reason and answer was found.");
        return ReadResult<MadReply>.Accepted(new MadReply(
            PreferenceWord.Parse(found.FindText(Preference)), TrimToNull(found.FindText(Side)), found.FindMeaningful(Reason),
            AnswerFieldNames.Find(found)));
    }

    private static string? TrimToNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>
/// The reply of a moderator or judge of MAD (Liang et al., EMNLP 2024). Its fields may contradict each other: a moderator that is asked
/// again each round often fills in an answer and says that it has no preference yet. In the 200 debates that the method's authors
/// published,
/// 143 of 745 rulings do, and none of them ends its debate, although the script that they published asks for the answer alone. So a ruling
/// settles a debate by <see cref="Settles"/>; a side that contradicts the answer is kept as stated.
/// </summary>
/// <param name="Preference">True where it states a preference, false where it denies one, null where it says neither.</param>
/// <param name="Side">The side it supports in its own words ("Affirmative", "both", "none"); null when absent or blank.</param>
/// <param name="Reason">Its reason; null when it gives none.</param>
/// <param name="Answer">The answer it settles on; null when the field is empty.</param>
public sealed record MadReply(bool? Preference, string? Side, string? Reason, string? Answer)
{
    /// <summary>Whether it settles the debate: it has an answer, and it does not deny that it prefers one.</summary>
    public bool Settles => Answer is not null && Preference != false;

    /// <summary>The one of these seats that <see cref="Side"/> names; null where it names none or several.</summary>
    public string? FindSupportedSeat(IReadOnlyList<string> seats) => Side is null ? null : SeatNames.FindOnly(Side, seats);
}

/// <summary>
/// Reads whether a ruling states a preference. Denials are "no", "not yet", "neither", "none", "undecided" and what means the same, in any
/// spelling; whatever says neither yes nor no is unclear.
/// </summary>
internal static class PreferenceWord
{
    private static readonly string[] Affirmations = ["yes", "yeah", "yep", "true"];

    private static readonly string[] Denials =
    [
        "no", "nope", "nah", "false", "not", "none", "neither", "nor", "never", "nobody", "nothing", "undecided", "undetermined",
        "unresolved", "unsettled", "inconclusive",
    ];

    // Chinese and Japanese do not divide words, so that their beginning counts.
    private static readonly string[] AffirmingBeginnings = ["是", "有", "はい"];
    private static readonly string[] DenyingBeginnings = ["否", "不", "没", "無", "无", "未", "いいえ", "なし"];

    // What denies wherever it stands, unless the text begins with a yes: "there is no preference yet", "still undecided".
    private static readonly string[] DenyingPhrases =
        [" no preference ", " no clear preference ", " not yet ", " undecided ", " neither ", " inconclusive "];

    // A "no" that affirms what follows.
    private static readonly string[] Assurances = ["doubt", "question"];

    /// <summary>True for a yes, false for a denial, null where the text is absent or unclear.</summary>
    public static bool? Parse(string? text) => Words.Split(text ?? "") switch
    {
        [] => null,
        ["y"] or ["1"] => true,
        ["n"] or ["0"] => false,
        ["no", var next, ..] when Assurances.Contains(next) => true,
        [var first, ..] when Affirmations.Contains(first) || StartsWithAny(first, AffirmingBeginnings) => true,
        [var first, ..] when Denials.Contains(first) || StartsWithAny(first, DenyingBeginnings) => false,
        var words when ContainsAny($" {string.Join(' ', words)} ", DenyingPhrases) => false,
        _ => null,
    };

    private static bool StartsWithAny(string word, string[] beginnings) =>
        beginnings.Any(beginning => word.StartsWith(beginning, StringComparison.Ordinal));

    private static bool ContainsAny(string text, string[] phrases) =>
        phrases.Any(phrase => text.Contains(phrase, StringComparison.Ordinal));
}
