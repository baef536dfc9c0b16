using System.Text.Json;
using System.Text.Json.Serialization;
using Debate.Core.Input;

namespace Debate.Deliberation;

/// <summary>
/// Names a deliberation: slugs of [A-Za-z0-9._~-] joined by '/', at most 200 characters. A child's id is its parent's id, '/', and the
/// key of the child, so planning again names the same children.
/// </summary>
[JsonConverter(typeof(DeliberationIdConverter))]
public readonly record struct DeliberationId(string Value)
{
    /// <summary>The most characters of an id.</summary>
    public const int MaxLength = 200;

    /// <summary>The deliberation at the top of the tree: the only one that a person starts, resumes or lists by default.</summary>
    public DeliberationId Root => Value.IndexOf('/', StringComparison.Ordinal) is >= 0 and var cut ? new(Value[..cut]) : this;

    /// <summary>True where no other deliberation started this one.</summary>
    public bool IsRoot => !Value.Contains('/', StringComparison.Ordinal);

    /// <summary>The child of this deliberation under <paramref name="key"/>.</summary>
    public DeliberationId Child(string key) => Parse($"{Value}/{key}");

    /// <summary>
    /// Parses an id; throws <see cref="InputException"/> where it has an invalid character, an empty part or more than 200 characters.
    /// </summary>
    public static DeliberationId Parse(string text) => IsValid(text)
        ? new(text)
        : throw new InputException(FormattableString.Invariant(
            $"id '{text}': an id is made of letters, digits, '.', '_', '-', '~' and '/' between them, at most {MaxLength}"));

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength
        && text.Split('/').All(part => part.Length > 0 && part is not ("." or "..")
            && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '~'));
}

/// <summary>Converts an id to and from a plain JSON string.</summary>
public sealed class DeliberationIdConverter : JsonConverter<DeliberationId>
{
    /// <inheritdoc/>
    public override DeliberationId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetString()!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DeliberationId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
