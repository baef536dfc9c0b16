namespace Debate.Models;

/// <summary>Estimates the tokens of a text if the server did not count them: one token per four characters, rounded up.</summary>
internal static class Tokens
{
    public static long Estimate(long characters) => (characters + 3) / 4;
}
