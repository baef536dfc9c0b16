using System.Collections.Immutable;
using Debate.Deliberation.Engine;
using Debate.Deliberation;
using Debate.Rewards.Exports.Forms;

namespace Debate.Rewards.Exports;

/// <summary>A form of data set that trainers read.</summary>
/// <param name="Name">The name by which it is requested.</param>
/// <param name="Meaning">What its rows are, in one sentence.</param>
/// <param name="Columns">Its columns in the standard variant (false) and the conversational one (true).</param>
/// <param name="Rows">The rows of one source, cell by cell in the order of the columns; the number counts the rows written before.</param>
public sealed record DatasetForm(
    string Name, string Meaning, Func<bool, ImmutableArray<Column>> Columns,
    Func<ExportSource, ExportOptions, long, IEnumerable<object?[]>> Rows)
{
    /// <summary>Whether there is a standard variant.</summary>
    public bool HasStandard { get; init; } = true;

    /// <summary>Whether there is a conversational variant.</summary>
    public bool HasConversational { get; init; } = true;
}

/// <summary>The forms of <c>debate reward export</c>; a new one adds a file and one line here.</summary>
public static class DatasetForms
{
    /// <summary>All forms.</summary>
    public static IReadOnlyList<DatasetForm> All { get; } =
    [
        Sft.Form,
        Dpo.Form,
        Kto.Form,
        Prm.Form,
        Grpo.Form,
        Verl.Form,
        RewardBench.Form,
    ];

    /// <summary>
    /// Finds a form by name; throws <see cref="InputException"/> if there is none, or if it has no conversational variant and that was
    /// requested.
    /// </summary>
    public static DatasetForm Find(string name, bool isConversational)
    {
        var form = All.FirstOrDefault(f => f.Name == name)
            ?? throw new InputException($"--as '{name}': it must be one of {string.Join(", ", All.Select(f => f.Name))}");
        return isConversational && !form.HasConversational
            ? throw new InputException($"--conversational: {name} has the standard form alone") : form;
    }
}

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
