using System.Text;
using System.Text.RegularExpressions;

namespace Debate.Core.Output;

/// <summary>
/// The control tokens of chat models, in one place: what their servers read in a prompt as the end of a turn, the beginning of another, or
/// the model's own thoughts. A tokenizer does not tell whether its template or a participant wrote them, so no message of a
/// chat holds one.
/// </summary>
/// <remarks>
/// Families: ChatML and Qwen, Llama 2 to 4, Gemma 1 to 4, Mistral, Phi, gpt-oss (harmony), DeepSeek, Kimi, GLM, Granite, Command, EXAONE,
/// MiniMax, Seed. Most write a name between bars, so any such name counts, known or not; so do lower and upper case, full-width signs and,
/// for the well-known names, spaces, because what is no token to one tokenizer may be one to another.
/// </remarks>
public static partial class ControlTokens
{
    /// <summary>The sign that <see cref="Defuse"/> puts behind the first sign of a token.</summary>
    public const char Mark = '\u00B7';

    /// <summary>The signs with which tokens begin.</summary>
    private const string Signs = "<\uFF1C\uFE64[\uFF3B]\uFF5C";

    private static readonly string MarkedToken = $"$0{Mark}";

    /// <summary>
    /// What ends a turn or a text, or fills it up, and may therefore trail a decoded reply. The one list of all doors. GLM ends a turn with
    /// the mark of the next one; Llama 2 was padded with its unknown token.
    /// </summary>
    private static readonly string[] EndTokens =
    [
        "</s>", "<s>", "<eos>", "<pad>", "[PAD]", "[EOS]", "[EOT]", "<unk>", "<|im_end|>", "<|endoftext|>", "<|end_of_text|>", "<|eot_id|>",
        "<|eom_id|>", "<|eot|>", "<|eom|>", "<|finetune_right_pad_id|>", "<|finetune_right_pad|>", "<end_of_turn>", "<turn|>", "<|end|>",
        "<|return|>", "<|call|>", "<|pad|>", "<|eos|>", "<|PAD_TOKEN|>", "<|PAD\u2581TOKEN|>", "<|vision_pad|>", "<|fim_pad|>",
        "<|END_OF_TURN_TOKEN|>", "<|end_of_role|>", "<|endofprompt|>", "<|user|>", "<|observation|>", "<|reward|>", "[|endofturn|]", "[e~[",
        "<\uFF5Cend\u2581of\u2581sentence\uFF5C>", "<\uFF5Cend of sentence\uFF5C>", "<\uFF5C\u2581pad\u2581\uFF5C>", "<seed:eos>",
        "[/SYSTEM_PROMPT]", "<SPECIAL_12>", "<EOS_TOKEN>", "<PAD_TOKEN>", "<|END_RESPONSE|>", "<|EOT|>", "<end_of_text>",
    ];

    /// <summary>
    /// The text with <see cref="Mark"/> inside every control token, which keeps it readable and makes it no token:
    /// <c>&lt;·|im_end|&gt;</c>,
    /// <c>[·INST]</c>, <c>&lt;·/think&gt;</c>. A text without one is returned as it is. Idempotent, in linear time.
    /// </summary>
    public static string Defuse(string text) => TokenStart().Replace(text, MarkedToken);

    /// <summary>
    /// The text with its tokens as they were before <see cref="Defuse"/>: for people, who are shown what a participant meant. A participant
    /// that quotes what it was shown writes the mark too. A mark elsewhere stays. In linear time.
    /// </summary>
    public static string Restore(string text)
    {
        if (!text.Contains(Mark)) return text;
        var plain = new StringBuilder(text.Length);
        var removed = new List<int>();
        foreach (var c in text)
            if (c == Mark && plain.Length > 0 && Signs.Contains(plain[^1]) && (removed.Count == 0 || removed[^1] != plain.Length))
                removed.Add(plain.Length);
            else plain.Append(c);
        var without = plain.ToString();
        var starts = new HashSet<int>();
        for (var found = TokenStart().Match(without); found.Success; found = found.NextMatch()) starts.Add(found.Index);
        plain.Clear();
        var at = 0;
        foreach (var end in removed.Where(end => !starts.Contains(end - 1)))
        {
            plain.Append(without, at, end - at).Append(Mark);
            at = end;
        }
        return plain.Append(without, at, without.Length - at).ToString();
    }

    /// <summary>
    /// Where the control tokens of a text stand, from left to right, none inside another: the position of the first sign, and that behind
    /// the last. In linear time.
    /// </summary>
    public static IEnumerable<(int Start, int End)> FindAll(string text)
    {
        for (var found = TokenStart().Match(text); found.Success;)
        {
            var end = found.Index + 1 + found.Groups["rest"].Length;
            yield return (found.Index, end);
            found = TokenStart().Match(text, end);
        }
    }

    /// <summary>The text, trimmed, without the end tokens behind it, which trainers leave in a decoded reply.</summary>
    public static string TrimEnd(string text)
    {
        var left = text.AsSpan().Trim();
        for (var length = -1; length != left.Length;)
        {
            length = left.Length;
            foreach (var token in EndTokens)
                if (left.EndsWith(token, StringComparison.Ordinal)) left = left[..^token.Length].TrimEnd();
        }
        return left.Length == text.Length ? text : left.ToString();
    }

    // Only the first sign is matched, and the rest looked at, so that tokens that share a sign are all found. Every repetition is bounded.
    [GeneratedRegex("""
        [<＜﹤](?=(?<rest>
            [|｜] (/?[\p{L}\p{N}][\w▁.:@/-]{1,63} | ") [|｜]? [>＞﹥]
          | /?\p{L}[\w▁.:-]{2,63} [|｜] [>＞﹥]
          | \s{0,2}[|｜]?\s{0,2}/?\s{0,2}
            ( im[\s_▁-]?(start|end|sep) | (begin|start|end)[\s_▁-]?of[\s_▁-]?(text|sentence|turn|role|message|prompt|stream|image|audio)
            | (start|end)[\s_▁-]?header[\s_▁-]?id | eo[tm]([\s_▁-]?id)? | python[\s_▁-]?tag | endoftext | endofprompt | bos | eos | pad | unk
            | think(ing)? | thoughts? | tool[\s_▁-]?calls? | tool[\s_▁-]?response )
            \s{0,2}/?[|｜]?\s{0,2}[>＞﹥]
          | \s{0,2}[|｜]\s{0,2}(user|assistant|system|developer|tool|end|start|channel|message|return|call|constrain)\s{0,2}[|｜]\s{0,2}[>＞﹥]
          | /?((?-i:s) | tools | image | image_soft_token | img_context | sop | eop | seed:[a-z_]{1,30} | extra_id_\d{1,4} | unused\d{1,4}
            | reserved_\d{1,5} | special_\d{1,5} | ctrl\d{1,3} | (bos|eos|pad|unk|cls|sep|mask)_token)[>＞﹥]
          | [<＜﹤]\s{0,2}/?\s{0,2}SYS\s{0,2}[>＞﹥]{2}
        ))
        | [\[［](?=(?<rest>
            \s{0,2}/?\s{0,2}(INST | TOOL[\s_]CALLS | AVAILABLE[\s_]TOOLS | TOOL[\s_](RESULTS|CONTENT) | SYSTEM[\s_]PROMPT | MODEL[\s_]SETTINGS
            | THINK | [gs]MASK | control_\d{1,4})\s{0,2}[\]］]
          | (?-i:/?(ARGS | CALL_ID | IMG | IMG_BREAK | IMG_END | AUDIO | BEGIN_AUDIO | PAD | EOS | EOT | BOS)\])
          | [|｜]/?\p{L}[\w▁.:-]{1,63}[|｜][\]］]
          | e~\[
        ))
        | \](?=(?<rest>~!?b[\[\]]))
        | ｜(?=(?<rest>DSML｜))
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex TokenStart();
}
