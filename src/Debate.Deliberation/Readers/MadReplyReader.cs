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
            ParseYesNo(found.FindText(Preference)), TrimToNull(found.FindText(Side)), found.FindMeaningful(Reason),
            AnswerFieldNames.Find(found)));
    }

    private static string? TrimToNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool? ParseYesNo(string? text)
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

/// <summary>
/// The reply of a moderator or judge of MAD (Liang et al., EMNLP 2024). Its fields may contradict each other: the break rule of the
/// method asks only whether there is an answer, and a side that contradicts the answer is kept as stated.
/// </summary>
/// <param name="Preference">Whether it states a preference; null when it does not say.</param>
/// <param name="Side">The side it supports in its own words ("Affirmative", "both", "none"); null when absent or blank.</param>
/// <param name="Reason">Its reason; null when it gives none.</param>
/// <param name="Answer">The answer it settles on; null when the field is empty, in which case the debate goes on.</param>
public sealed record MadReply(bool? Preference, string? Side, string? Reason, string? Answer)
{
    /// <summary>"affirmative" or "negative" when <see cref="Side"/> names exactly one of the two; else null.</summary>
    public string? SupportedSeat => (NamesSeat("affirmative"), NamesSeat("negative")) switch
    {
        (true, false) => "affirmative",
        (false, true) => "negative",
        _ => null,
    };

    private bool NamesSeat(string seat) => Side?.Contains(seat, StringComparison.OrdinalIgnoreCase) ?? false;
}
