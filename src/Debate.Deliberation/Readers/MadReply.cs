namespace Debate.Deliberation.Readers;

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
