namespace Debate.Deliberation.Readers;

/// <summary>
/// What a moderator or judge of MAD (Liang et al., EMNLP 2024) said. Its fields may disagree with each other: the break rule of the
/// method asks only whether there is an answer, and a side that contradicts the answer is kept as it was said.
/// </summary>
/// <param name="Preference">Whether it says that it has a preference; null when it does not say.</param>
/// <param name="Side">The side it supports in its own words ("Affirmative", "both", "none"); null when absent or blank.</param>
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
