using System.Text;

namespace Debate.Deliberation.Engine;

/// <summary>Upper bounds on the usage of a call, which a budget reserves before the call is sent.</summary>
public static class Reservation
{
    /// <summary>Tokens, more than any chat template adds per message.</summary>
    private const int TemplateTokensPerMessage = 16;

    /// <summary>
    /// The maximum usage of asking a seat with a chat, under the limits of its model: prompt tokens are bounded by the UTF-8 bytes of the
    /// chat plus the template, and by the model's context; generated tokens by the seat's token limit. Where the terms give a maximum of
    /// their own, it is that.
    /// </summary>
    public static Usage Compute(ModelTerms terms, Seat seat, Chat chat)
    {
        if (terms.MaxUsage is { } max) return max;
        return Compute(terms, CountTokensIn(terms, seat, chat), seat.Sampling.ReplyTokens);
    }

    /// <summary>The maximum usage of asking how probable the last message of a chat is: it is read, and one token at most generated.</summary>
    public static Usage ComputeScore(ModelTerms terms, Seat seat, Chat chat) =>
        terms.MaxUsage ?? Compute(terms, CountTokensIn(terms, seat, chat), tokensOut: 1);

    private static long CountTokensIn(ModelTerms terms, Seat seat, Chat chat)
    {
        // A token covers at least one byte of text, whatever the tokenizer.
        long tokensIn = TemplateTokensPerMessage;
        for (var at = chat; at.Previous is { } before; at = before)
        {
            tokensIn += Encoding.UTF8.GetByteCount(at.Text) + TemplateTokensPerMessage;
            if (terms.KeepsThoughts && at.Role == Role.Assistant) tokensIn += seat.Sampling.ReplyTokens;
        }
        return terms.ContextTokens is { } context ? Math.Min(tokensIn, context) : tokensIn;
    }

    /// <summary>The usage of one call with the given numbers of tokens, at the prices of a model.</summary>
    public static Usage Compute(ModelTerms terms, long tokensIn, long tokensOut) => new(
        1, 0, tokensIn, tokensOut, (tokensIn * terms.PricePerMillionIn + tokensOut * terms.PricePerMillionOut) / 1_000_000);
}
