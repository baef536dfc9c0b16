using Debate.Deliberation;
namespace Debate.Rewards.Exports;

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
