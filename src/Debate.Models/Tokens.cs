namespace Debate.Models;

/// <summary>What a text costs where nobody counted: one token for four characters, rounded up.</summary>
internal static class Tokens
{
    public static long Estimate(long characters) => (characters + 3) / 4;
}
