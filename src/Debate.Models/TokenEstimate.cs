namespace Debate.Models;

/// <summary>Estimates the tokens of a text if the server did not count them: one token per four characters or bytes, rounded up.</summary>
internal static class TokenEstimate
{
    public const int CharactersPerToken = 4;

    private const long MaxBytesPerToken = 16;

    public static long FromCharacters(long characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;

    /// <summary>
    /// The tokens that a server counted, where its count can be true of a text of that many bytes of UTF-8; else the estimate.
    /// </summary>
    public static (long Tokens, bool IsTold) Check(long? told, long bytes) =>
        told is { } count && count * MaxBytesPerToken >= bytes ? (count, true) : (FromCharacters(bytes), false);
}
