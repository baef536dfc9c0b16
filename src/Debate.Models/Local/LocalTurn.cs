using System.Numerics.Tensors;
using System.Text;
using Debate.Core;

namespace Debate.Models;

/// <summary>How a turn samples.</summary>
/// <param name="Temperature">The temperature; 0 takes the most probable token each time.</param>
/// <param name="TopP">The nucleus mass, in (0, 1]; null for all tokens.</param>
/// <param name="Seed">The seed of its draws.</param>
/// <param name="MaxTokens">The most tokens that it may say; positive.</param>
/// <param name="Stops">Texts at the first of which it ends; they are no part of what was said.</param>
internal sealed record LocalSampling(double Temperature, double? TopP, long Seed, int MaxTokens, IReadOnlyList<string> Stops)
{
    /// <summary>Whether the model's own end ends it not: for measurements that need a fixed number of tokens.</summary>
    public bool IgnoresEnd { get; init; }

    /// <summary>The grammar of what may be said (<see cref="Gbnf"/>); null for anything.</summary>
    public string? Grammar { get; init; }
}

/// <summary>What a turn came to.</summary>
/// <param name="Text">What was said.</param>
/// <param name="Finish">The finish reason: null for the model's own end or a stop text, "length" where it was cut.</param>
/// <param name="PromptTokens">The tokens of the prompt.</param>
/// <param name="ReusedTokens">Those among them that a slot held already.</param>
/// <param name="Tokens">The tokens that were generated, the one that ends included.</param>
internal sealed record LocalReply(string Text, string? Finish, int PromptTokens, int ReusedTokens, IReadOnlyList<int> Tokens)
{
    /// <summary>Of a text that was given: the natural logarithm of the probability of each of its tokens after those before it.</summary>
    public IReadOnlyList<double> LogProbabilities { get; init; } = [];
}

/// <summary>Draws tokens from logits: a function of the logits, the settings and the seed.</summary>
/// <remarks>
/// p = softmax(logits / T); of these the fewest, most probable ones with a mass of at least topP (Holtzman et al., 2020), the temperature
/// first, as the servers of the chat API do it.
/// </remarks>
internal sealed class TokenSampler(LocalSampling sampling)
{
    private readonly SeededRandom _draws = SeededRandom.Create(sampling.Seed, "tokens");
    private float[] _weights = [];

    /// <summary>
    /// Draws a token that a grammar allows: one of all, and only where it is not allowed another one of those that are. That is the
    /// distribution of the allowed ones, p / sum of p, at the cost of one token's check.
    /// </summary>
    public int Draw(ReadOnlySpan<float> logits, ILocalGrammar grammar)
    {
        var token = Draw(logits);
        if (grammar.Allows(token)) return token;
        var allowed = logits.ToArray();
        grammar.Mask(allowed);
        return Draw(allowed);
    }

    /// <summary>Draws a token; throws where a logit is not finite.</summary>
    public int Draw(ReadOnlySpan<float> logits)
    {
        var best = TensorPrimitives.IndexOfMax(logits);
        if (best < 0 || !float.IsFinite(logits[best])) throw new InvalidOperationException("the model's logits are no numbers");
        if (sampling.Temperature == 0) return best;
        if (_weights.Length != logits.Length) _weights = new float[logits.Length];
        TensorPrimitives.Subtract(logits, logits[best], _weights);
        TensorPrimitives.Divide(_weights, (float)sampling.Temperature, _weights);
        TensorPrimitives.Exp(_weights, _weights);
        if (sampling.TopP is { } mass and < 1) KeepNucleus(mass);
        var total = 0.0;
        foreach (var weight in _weights) total += weight;
        var at = _draws.NextDouble() * total;
        for (var i = 0; i < _weights.Length; i++)
            if ((at -= _weights[i]) < 0) return i;
        return best;
    }

    // Tokens below the mean of the tail's mass cannot belong to the nucleus, so only the others are sorted.
    private void KeepNucleus(double mass)
    {
        var total = 0.0;
        foreach (var weight in _weights) total += weight;
        var least = (1 - mass) * total / _weights.Length;
        var candidates = new List<int>();
        for (var i = 0; i < _weights.Length; i++)
            if (_weights[i] >= least) candidates.Add(i);
        candidates.Sort((a, b) => _weights[b].CompareTo(_weights[a]) is not 0 and var order ? order : a.CompareTo(b));
        var (kept, sum) = (0, 0.0);
        while (kept < candidates.Count && sum < mass * total) sum += _weights[candidates[kept++]];
        var nucleus = new float[_weights.Length];
        foreach (var i in candidates.Take(kept)) nucleus[i] = _weights[i];
        _weights = nucleus;
    }
}

/// <summary>The text of a reply as its bytes come, up to a stop text. Linear in its length.</summary>
internal sealed class ReplyText(IReadOnlyList<string> stops)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _text = new();
    private readonly int _longest = stops.Count == 0 ? 0 : stops.Max(stop => stop.Length);

    /// <summary>Adds bytes, which need not be whole characters; true once a stop text stands in it.</summary>
    public bool Append(ReadOnlySpan<byte> bytes)
    {
        var from = Math.Max(0, _text.Length - _longest + 1);
        Span<char> chars = new char[bytes.Length + 2];
        _text.Append(chars[.._decoder.GetChars(bytes, chars, flush: false)]);
        if (_longest == 0) return false;
        var tail = _text.ToString(from, _text.Length - from);
        var found = stops.Select(stop => tail.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        if (found < 0) return false;
        _text.Length = from + found;
        _decoder.Reset();
        return true;
    }

    /// <summary>The text; a character whose end never came is U+FFFD. A NUL is part of no text.</summary>
    public string Complete()
    {
        Span<char> chars = new char[4];
        _text.Append(chars[.._decoder.GetChars([], chars, flush: true)]);
        return _text.Replace("\0", "").ToString();
    }
}

/// <summary>A call on its way through a host.</summary>
internal sealed class LocalTurn
{
    private readonly TaskCompletionSource<LocalReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TokenSampler _sampler;
    private readonly ReplyText _text;
    private readonly List<double>? _scores;
    private ILocalGrammar? _grammar;

    /// <param name="prompt">The tokens of the prompt, at least one.</param>
    /// <param name="sampling">How it samples.</param>
    public LocalTurn(IReadOnlyList<int> prompt, LocalSampling sampling)
    {
        (PromptTokens, Sampling) = (prompt.Count, sampling);
        (_sampler, _text) = (new(sampling), new(sampling.Stops));
        Tokens.AddRange(prompt);
    }

    /// <summary>A turn that says nothing and tells how probable a given text is.</summary>
    /// <param name="prompt">The tokens of the prompt, at least one.</param>
    /// <param name="given">The tokens of the text.</param>
    public LocalTurn(IReadOnlyList<int> prompt, IReadOnlyList<int> given) : this(prompt, new LocalSampling(0, null, 0, 1, []))
    {
        _scores = [];
        Tokens.AddRange(given);
    }

    /// <summary>How it samples.</summary>
    public LocalSampling Sampling { get; }

    /// <summary>Whether it tells how probable a given text is.</summary>
    public bool IsScoring => _scores is not null;

    /// <summary>The tokens of the prompt.</summary>
    public int PromptTokens { get; }

    /// <summary>The prompt, and what was generated and goes on: what stands in its slot is always the head of this.</summary>
    public List<int> Tokens { get; } = [];

    /// <summary>Its slot; null while it waits for one.</summary>
    public Slot? Slot { get; private set; }

    /// <summary>The tokens that its slot held when it came.</summary>
    public int Reused { get; private set; }

    /// <summary>The tokens that are still to be computed; at least one while it runs.</summary>
    public int Pending => Tokens.Count - (Slot?.Tokens.Count ?? 0);

    /// <summary>The tokens that were generated.</summary>
    public List<int> Generated { get; } = [];

    /// <summary>The reply to come.</summary>
    public Task<LocalReply> Reply => _reply.Task;

    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsOver => _reply.Task.IsCompleted;

    /// <summary>Takes what it needs besides a slot; throws <see cref="InvalidOperationException"/> where its grammar cannot be used.</summary>
    public void Open(ILocalRuntime runtime)
    {
        if (Sampling.Grammar is { } grammar)
            _grammar = runtime.CreateGrammar(grammar) ?? throw new InvalidOperationException("its grammar cannot be used");
    }

    /// <summary>Gives it a slot that holds the first tokens of its prompt.</summary>
    public void Enter(Slot slot) => (Slot, Reused) = (slot, slot.Tokens.Count);

    /// <summary>Takes it out of its slot.</summary>
    public void Leave()
    {
        Slot!.IsBusy = false;
        _grammar?.Dispose();
        _grammar = null;
    }

    /// <summary>Whether the logits behind the token at a position are needed.</summary>
    public bool Wants(int at) => IsScoring ? at >= PromptTokens - 1 && at < Tokens.Count - 1 : at == Tokens.Count - 1;

    /// <summary>Notes log p of the given token behind a position: its logit less the logarithm of the sum of all exponentials.</summary>
    public void Score(int at, ReadOnlySpan<float> logits)
    {
        var (most, sum) = (TensorPrimitives.Max(logits), 0.0);
        foreach (var logit in logits) sum += Math.Exp(logit - most);
        _scores!.Add(logits[Tokens[at + 1]] - most - Math.Log(sum));
    }

    /// <summary>Draws the next token and says whether the turn ends with it.</summary>
    /// <param name="logits">The logits behind its last token.</param>
    /// <param name="runtime">The model.</param>
    /// <param name="finish">The finish reason where it ends.</param>
    public bool Advance(ReadOnlySpan<float> logits, ILocalRuntime runtime, out string? finish)
    {
        finish = null;
        var token = _grammar is null ? _sampler.Draw(logits) : _sampler.Draw(logits, _grammar);
        if (!runtime.IsEnd(token)) _grammar?.Accept(token);
        Generated.Add(token);
        if (!Sampling.IgnoresEnd && runtime.IsEnd(token) || _text.Append(runtime.Spell(token))) return true;
        if (Generated.Count >= Sampling.MaxTokens || Tokens.Count >= runtime.Shape.Context)
        {
            finish = "length";
            return true;
        }
        Tokens.Add(token);
        return false;
    }

    /// <summary>Ends it with its reply.</summary>
    public void Complete(string? finish) => _reply.TrySetResult(new(_text.Complete(), finish, PromptTokens, Reused, Generated)
    {
        LogProbabilities = _scores ?? [],
    });

    /// <summary>Ends it with an error.</summary>
    public void Fail(Exception error) => _reply.TrySetException(error);

    /// <summary>Ends it, because nobody waits for it.</summary>
    public void Cancel(CancellationToken cancellation) => _reply.TrySetCanceled(cancellation);
}
