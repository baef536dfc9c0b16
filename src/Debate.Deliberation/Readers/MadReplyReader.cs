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
            found.FindMeaningful(AnswerFieldNames.All)));
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
