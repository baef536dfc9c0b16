namespace Debate.Deliberation.Readers;

/// <summary>
/// What a moderator or judge of MAD (Liang et al., EMNLP 2024) said. Its fields may disagree with each other: the break rule of the
/// method asks only whether there is an answer, and a side that contradicts the answer is kept as it was said.
/// </summary>
/// <param name="Preference">Whether it says that it has a preference; null when it does not say.</param>
/// <param name="Side">The side it supports in its own words ("Affirmative", "both", "none"); null when the field is absent or blank.</param>
/// <param name="Reason">Its reason; null when it gives none.</param>
/// <param name="Answer">The answer it settles on; null when it leaves the field empty, which lets the debate go on.</param>
public sealed record MadReply(bool? Preference, string? Side, string? Reason, string? Answer)
{
    /// <summary>"affirmative" or "negative" when <see cref="Side"/> names exactly one of the two; else null.</summary>
    public string? SupportedSeat => (Names("affirmative"), Names("negative")) switch
    {
        (true, false) => "affirmative",
        (false, true) => "negative",
        _ => null,
    };

    private bool Names(string seat) => Side?.Contains(seat, StringComparison.OrdinalIgnoreCase) ?? false;
}

/// <summary>
/// Reads <see cref="MadReply"/> from any tolerant structured form. It knows this project's field names and those of the published
/// script, so that debates recorded with the published system replay. Malformed means that no object has any of the fields.
/// </summary>
public sealed class MadReplyReader : IReader<MadReply>
{
    private static readonly string[] Preference = ["preference", "Whether there is a preference", "has preference"];
    private static readonly string[] Side = ["side", "Supported Side"];
    private static readonly string[] Reason = ["reason", "reasons", "reasoning", "explanation"];
    private static readonly string[] Wanted = [.. Preference, .. Side, .. Reason, .. AnswerNames.All];

    /// <inheritdoc/>
    public string Name => "mad";

    /// <inheritdoc/>
    public Reading<MadReply> Read(string reply)
    {
        if (StructuredReply.Read(reply, Wanted) is not { } found)
            return Reading<MadReply>.Refused("No object with any of the fields preference, side, reason and answer was found.");
        return Reading<MadReply>.Of(new MadReply(
            YesOrNo(found.Text(Preference)), Said(found.Text(Side)), found.Meaningful(Reason), found.Meaningful(AnswerNames.All)));
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool? YesOrNo(string? text)
    {
        var word = text?.Trim().Split([' ', '.', ',', ';', ':', '!', '\n'], 2)[0].ToUpperInvariant();
        return word switch
        {
            "YES" or "TRUE" or "Y" or "1" => true,
            "NO" or "FALSE" or "N" or "0" or "NONE" => false,
            _ => null,
        };
    }
}

/// <summary>The names under which a reply may give its answer, in the order in which they count.</summary>
public static class AnswerNames
{
    /// <summary>Ours first, then those of the published MAD script and of its recorded debates.</summary>
    public static readonly string[] All =
        ["answer", "debate_answer", "debate_translation", "Correct Translation", "final answer", "translation"];
}
