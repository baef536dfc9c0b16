using Debate.Deliberation;
using Debate.Deliberation.Readers;

namespace Debate.Rewards.Texts;

/// <summary>
/// A prompt as judges see it, which is also what "the same prompt" means: for the server, for files that are scored and for client/python
/// (<c>_same_prompt</c>). It is in words where a trainer's chat template wrote it, in the composed form of Unicode (NFC), with line feeds
/// alone between lines, and without white space, controls, marks of byte order and spaces without width at its ends. Whatever else differs
/// makes another prompt: case, spaces inside, characters that only look alike, and x² is not x2.
/// </summary>
/// <param name="Text">What was asked; empty where nothing can be seen.</param>
/// <param name="Opened">What an answer continues: thoughts that the prompt opens, or nothing.</param>
public sealed record PromptWords(string Text, string Opened)
{
    /// <summary>Reads a prompt. In linear time; reading what was read changes nothing.</summary>
    public static PromptWords Read(string prompt)
    {
        var read = ChatTemplates.ReadPrompt(TrimUnseen(prompt));
        return new(Unify(read.Text), read.Opened);
    }

    /// <summary>
    /// An answer to it as judges see it: without the end tokens of a tokenizer, and inside its thoughts where the prompt opens them. What
    /// was thought is kept.
    /// </summary>
    public string ReadAnswer(string answer) => Opened + ReadBaseline(answer);

    /// <summary>An answer of somebody else, who does not continue the prompt.</summary>
    public static string ReadBaseline(string answer)
    {
        var said = ControlTokens.TrimEnd(answer);
        // An answer without thoughts may still be framed, as by the final channel of harmony.
        return ThoughtSplitter.Split(said) is { IsOpen: false, Thoughts: null or "" } split ? split.Text : said;
    }

    private static string Unify(string text)
    {
        text = TrimUnseen(text);
        if (text.Contains('\r')) text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return Nfc.Normalize(text);
    }

    private static string TrimUnseen(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsUnseen(text[start])) start++;
        while (end > start && IsUnseen(text[end - 1])) end--;
        return text[start..end];
    }

    private static bool IsUnseen(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || c is '\uFEFF' or '\u200B' or '\u2060';
}
