using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Rewards.Exports;

/// <summary>
/// Formats prompts and completions in the two variants of data sets (TRL, dataset formats): standard, a text, and conversational, a list of
/// messages.
/// </summary>
internal static class PromptForms
{
    /// <summary>The kind of their columns.</summary>
    public static CellKind ColumnKind(bool isConversational) => isConversational ? CellKind.Messages : CellKind.Text;

    /// <summary>
    /// A prompt. As a text the messages follow one another with a blank line between them; if the seat has spoken before, each is preceded
    /// by its role.
    /// </summary>
    public static object Prompt(IReadOnlyList<ChatMessage> messages, bool isConversational)
    {
        if (isConversational) return messages;
        var isTalk = messages.Any(m => m.Role == Role.Assistant);
        return string.Join("\n\n", messages.Select(m => isTalk ? $"{m.Role}: {m.Text}" : m.Text));
    }

    /// <summary>A completion.</summary>
    public static object Completion(string text, bool isConversational) =>
        isConversational ? new ChatMessage[] { new(Role.Assistant, text) } : text;

    /// <summary>A prompt followed by its completion.</summary>
    public static object PromptWithCompletion(IReadOnlyList<ChatMessage> prompt, string text, bool isConversational) => isConversational
        ? (ChatMessage[])[.. prompt, new(Role.Assistant, text)]
        : $"{Prompt(prompt, false)}\n\n{text}";
}
