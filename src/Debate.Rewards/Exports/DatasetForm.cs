using System.Collections.Immutable;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
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

/// <summary>What a cell of a column holds.</summary>
public enum CellKind
{
    /// <summary>A <see cref="string"/>.</summary>
    Text,

    /// <summary>A <see cref="bool"/>.</summary>
    Flag,

    /// <summary>A <see cref="long"/>.</summary>
    Whole,

    /// <summary>A finite <see cref="double"/>.</summary>
    Real,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>A list of truth values.</summary>
    Flags,

    /// <summary>A list of <see cref="int"/>.</summary>
    Wholes,

    /// <summary>A list of finite <see cref="double"/>.</summary>
    Reals,

    /// <summary>A list of messages {role, content}: the conversational variant.</summary>
    Messages,
}

/// <summary>A column of an export.</summary>
/// <param name="Name">Its name; "outer.inner" is a field of the record "outer". Columns of one record are adjacent.</param>
/// <param name="Kind">What its cells hold.</param>
/// <param name="IsOptional">Whether a cell may be null.</param>
public sealed record Column(string Name, CellKind Kind, bool IsOptional = false)
{
    /// <summary>The record that it belongs to; null at the top level.</summary>
    public string? Record => Name.IndexOf('.', StringComparison.Ordinal) is > 0 and var cut ? Name[..cut] : null;

    /// <summary>The name within its record.</summary>
    public string LeafName => Record is { } record ? Name[(record.Length + 1)..] : Name;

    /// <summary>The name of the kind in a manifest.</summary>
    public string Type => (Kind switch
    {
        CellKind.Text => "string",
        CellKind.Flag => "bool",
        CellKind.Whole => "int64",
        CellKind.Real => "float64",
        CellKind.Texts => "list<string>",
        CellKind.Flags => "list<bool>",
        CellKind.Wholes => "list<int32>",
        CellKind.Reals => "list<float64>",
        _ => "list<{role, content}>",
    }) + (IsOptional ? "?" : "");

    /// <summary>Throws <see cref="InvalidOperationException"/> if a cell is not of the column's kind.</summary>
    public void ValidateCell(object? cell)
    {
        var fits = cell is null ? IsOptional : Kind switch
        {
            CellKind.Text => cell is string,
            CellKind.Flag => cell is bool,
            CellKind.Whole => cell is long,
            CellKind.Real => cell is double number && double.IsFinite(number),
            CellKind.Texts => cell is IReadOnlyList<string>,
            CellKind.Flags => cell is IReadOnlyList<bool>,
            CellKind.Wholes => cell is IReadOnlyList<int>,
            CellKind.Reals => cell is IReadOnlyList<double>,
            _ => cell is IReadOnlyList<Deliberation.ChatMessage>,
        };
        if (!fits) throw new InvalidOperationException($"{Name}: {cell ?? "null"} is no {Type}");
    }
}
