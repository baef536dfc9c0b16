namespace Debate.Models;

/// <summary>Estimates the tokens of a text if the server did not count them: one token per four characters, rounded up.</summary>
internal static class TokenEstimate
{
    public static long FromCharacters(long characters) => (characters + 3) / 4;
}
