using System.Text;

namespace Debate.Deliberation.Engine;

/// <summary>The most that a call can use, which a budget reserves before it is sent.</summary>
public static class Reservation
{
    /// <summary>More than any chat template adds to a message.</summary>
    private const int TokensAroundMessage = 16;

    /// <summary>The most that asking a seat with a chat can use, under the terms of its model.</summary>
    public static Usage Of(ModelTerms terms, Seat seat, Chat chat)
    {
        // A token is at least one byte of text, whatever the tokenizer.
        long tokensIn = TokensAroundMessage;
        for (var at = chat; at.Before is { } before; at = before) tokensIn += Encoding.UTF8.GetByteCount(at.Text) + TokensAroundMessage;
        if (terms.ContextTokens is { } context) tokensIn = Math.Min(tokensIn, context);
        return Of(terms, tokensIn, seat.Sampling.MaxTokens);
    }

    /// <summary>One call of so many tokens at the prices of a model.</summary>
    public static Usage Of(ModelTerms terms, long tokensIn, long tokensOut) => new(
        1, 0, tokensIn, tokensOut, (tokensIn * terms.PricePerMillionIn + tokensOut * terms.PricePerMillionOut) / 1_000_000);
}
