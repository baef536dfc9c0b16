using System.Runtime.InteropServices;
using Debate.Models;
using LLama.Native;

namespace Debate.Llama;

/// <summary>
/// A grammar of llama.cpp, called directly: through LLamaSharp one that does not parse becomes a null in a chain of samplers, which ends the
/// process at its first use. Nothing is accepted that was not found allowed just before, since that would end the process too.
/// </summary>
internal sealed unsafe class LlamaGrammar : ILocalGrammar
{
    private static readonly delegate* unmanaged[Cdecl]<nint, nint> GetVocabulary =
        (delegate* unmanaged[Cdecl]<nint, nint>)Find("llama_model_get_vocab");
    private static readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint> Create =
        (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint>)Find("llama_sampler_init_grammar");
    private static readonly delegate* unmanaged[Cdecl]<nint, TokenArray*, void> Apply =
        (delegate* unmanaged[Cdecl]<nint, TokenArray*, void>)Find("llama_sampler_apply");
    private static readonly delegate* unmanaged[Cdecl]<nint, int, void> AcceptToken =
        (delegate* unmanaged[Cdecl]<nint, int, void>)Find("llama_sampler_accept");
    private static readonly delegate* unmanaged[Cdecl]<nint, void> Free = (delegate* unmanaged[Cdecl]<nint, void>)Find("llama_sampler_free");

    private readonly nint _sampler;
    private TokenWeight[] _tokens = [];

    private LlamaGrammar(nint sampler) => _sampler = sampler;

    /// <summary>
    /// The grammar of a text; null where llama.cpp refuses it (it does not parse, names no root or an undefined rule, has left recursion),
    /// and of an empty text, which it takes for a grammar that allows everything.
    /// </summary>
    public static LlamaGrammar? Parse(SafeLlamaModelHandle model, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var bytes = System.Text.Encoding.UTF8.GetBytes($"{text}\0");
        fixed (byte* grammar = bytes)
        fixed (byte* root = "root\0"u8)
        {
            var sampler = Create(GetVocabulary(model.DangerousGetHandle()), grammar, root);
            return sampler == 0 ? null : new(sampler);
        }
    }

    /// <inheritdoc/>
    public bool Allows(int token)
    {
        var one = new TokenWeight { Id = token };
        Filter(&one, 1);
        return float.IsFinite(one.Logit);
    }

    /// <inheritdoc/>
    public void Mask(Span<float> logits)
    {
        if (_tokens.Length != logits.Length) _tokens = new TokenWeight[logits.Length];
        for (var i = 0; i < logits.Length; i++) _tokens[i] = new() { Id = i, Logit = logits[i] };
        fixed (TokenWeight* tokens = _tokens) Filter(tokens, logits.Length);
        for (var i = 0; i < logits.Length; i++) logits[_tokens[i].Id] = _tokens[i].Logit;
    }

    /// <inheritdoc/>
    public void Accept(int token)
    {
        if (!Allows(token)) throw new ArgumentException($"the grammar does not allow the token {token}", nameof(token));
        AcceptToken(_sampler, token);
    }

    /// <inheritdoc/>
    public void Dispose() => Free(_sampler);

    private void Filter(TokenWeight* tokens, int count)
    {
        var all = new TokenArray { Data = tokens, Size = (nuint)count, Selected = -1 };
        Apply(_sampler, &all);
    }

    private static nint Find(string name) => NativeLibrary.GetExport(LlamaNatives.Library, name);

    [StructLayout(LayoutKind.Sequential)]
    private struct TokenWeight
    {
        public int Id;
        public float Logit;
        public float Probability;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TokenArray
    {
        public TokenWeight* Data;
        public nuint Size;
        public long Selected;
        public byte IsSorted;
    }
}
