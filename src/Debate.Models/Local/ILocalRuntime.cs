namespace Debate.Models;

/// <summary>What a loaded model is, as far as its host must know.</summary>
/// <param name="Slots">The number of sequences that it keeps, each with an id below it.</param>
/// <param name="Context">The tokens of one slot.</param>
/// <param name="BatchTokens">The most tokens of one step; at least <paramref name="Slots"/>.</param>
/// <param name="Beginning">The token with which every text begins; null for none.</param>
/// <param name="Vocabulary">The number of tokens that there are.</param>
public sealed record LocalShape(int Slots, int Context, int BatchTokens, int? Beginning, int Vocabulary);

/// <summary>A token of a step.</summary>
/// <param name="Token">The token.</param>
/// <param name="Slot">The slot that it goes into.</param>
/// <param name="Position">Its position there, which is the number of tokens before it.</param>
/// <param name="WantsLogits">Whether the logits behind it are wanted.</param>
public readonly record struct BatchToken(int Token, int Slot, int Position, bool WantsLogits);

/// <summary>How a step ended.</summary>
public enum LocalDecode
{
    /// <summary>All of its tokens stand in their slots.</summary>
    Done,

    /// <summary>It was aborted; some of its tokens may stand in their slots.</summary>
    Aborted,

    /// <summary>It failed; some of its tokens may stand in their slots.</summary>
    Failed,
}

/// <summary>
/// A model in this process, as its host uses it: slots that hold tokens, and steps that add to several of them at once. One thread owns it;
/// only what says so may be called from another.
/// </summary>
public interface ILocalRuntime : IDisposable
{
    /// <summary>What it is; never changes.</summary>
    LocalShape Shape { get; }

    /// <summary>What was loaded, in one line for people: the library and the form of its code.</summary>
    string Description { get; }

    /// <summary>
    /// The tokens of a text. No control token is among them, whatever the text says, and nothing is added before it. From any thread.
    /// </summary>
    int[] Tokenize(string text);

    /// <summary>The one control token that is written like this; null if there is none. From any thread.</summary>
    int? FindMark(string mark);

    /// <summary>The bytes of UTF-8 that a token stands for, which need not be whole characters; none for a control token.</summary>
    byte[] Spell(int token);

    /// <summary>Whether a token ends what the model says.</summary>
    bool IsEnd(int token);

    /// <summary>Computes a step of 1 to <see cref="LocalShape.BatchTokens"/> tokens.</summary>
    LocalDecode Decode(ReadOnlySpan<BatchToken> batch);

    /// <summary>
    /// The logits behind a token of the last step, one for each token of the vocabulary; throws if they were not wanted. Valid until the
    /// next step.
    /// </summary>
    /// <param name="row">The place of the token in the step.</param>
    ReadOnlySpan<float> GetLogits(int row);

    /// <summary>Makes a slot hold what another one holds, all of it.</summary>
    void Copy(int from, int to);

    /// <summary>
    /// Drops what a slot holds beyond its first <paramref name="length"/> tokens. False where the model cannot: then the slot is empty.
    /// </summary>
    bool Trim(int slot, int length);

    /// <summary>
    /// A grammar in llama.cpp's form (GBNF), which begins with its rule "root"; null where it cannot be used: it does not parse, has no root
    /// or an undefined rule, or allows everything.
    /// </summary>
    ILocalGrammar? CreateGrammar(string gbnf);

    /// <summary>Lets the running step end early. From any thread.</summary>
    void Abort();
}

/// <summary>What a text may go on with under a grammar. It belongs to the thread of its runtime.</summary>
public interface ILocalGrammar : IDisposable
{
    /// <summary>Whether the token may come next.</summary>
    bool Allows(int token);

    /// <summary>Makes the logits of all tokens that may not come next negative infinity.</summary>
    void Mask(Span<float> logits);

    /// <summary>Goes on by a token; throws for one that may not come next.</summary>
    void Accept(int token);
}

/// <summary>Loads models that run in this process.</summary>
public interface ILocalRuntimes
{
    /// <summary>
    /// What would run the model, in one line for people; throws <see cref="Core.Input.InputException"/> with the platform, what is missing
    /// and what helps, where nothing can. Loads no model.
    /// </summary>
    string Check(GgufSpec spec);

    /// <summary>Loads a model; throws <see cref="Core.Input.InputException"/> where it cannot be loaded.</summary>
    ILocalRuntime Load(GgufSpec spec);
}
