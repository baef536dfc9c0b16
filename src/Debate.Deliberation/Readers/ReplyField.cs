using System.Text;

namespace Debate.Deliberation.Readers;

/// <summary>What kind of value a model wrote.</summary>
public enum FieldKind
{
    /// <summary>A quoted or bare text.</summary>
    Text,

    /// <summary>A number, kept as it was written.</summary>
    Number,

    /// <summary>True or false, in any case.</summary>
    Flag,

    /// <summary>null or None.</summary>
    Nothing,

    /// <summary>A list; its text is its items joined by ", ".</summary>
    List,

    /// <summary>An object; its text is empty and its fields follow those of the enclosing object.</summary>
    Object,
}

/// <summary>One field of a structured reply.</summary>
/// <param name="Name">The name as the model wrote it.</param>
/// <param name="Kind">The kind of its value.</param>
/// <param name="Text">The value as text: unescaped for a text, "true" or "false" for a flag, empty for nothing and for an object.</param>
public sealed record ReplyField(string Name, FieldKind Kind, string Text)
{
    /// <summary>
    /// True when the two names are equal to a tolerant reader, which ignores case, white space, underscores and hyphens.
    /// </summary>
    public static bool IsSameName(string a, string b) => FoldName(a) == FoldName(b);

    /// <summary>The name in the normalised form in which names are compared.</summary>
    public static string FoldName(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in name)
            if (!char.IsWhiteSpace(c) && c is not ('_' or '-')) folded.Append(char.ToLowerInvariant(c));
        return folded.ToString();
    }
}
