using System.Text.Json;
using System.Text.Json.Serialization;
using Debate.Core.Input;

namespace Debate.Deliberation;

/// <summary>
/// Whose runs these are. The tenant is part of the key under which a store keeps a run and of nothing that is computed from a run: no seed,
/// hash, entry or projection. The keys of the default tenant are the ids alone, as builds of before 2026-11-30 wrote them.
/// </summary>
public sealed record Tenant
{
    /// <summary>What stands between a tenant's name and an id: no id has one, so no key of one tenant is another's.</summary>
    public const char Separator = ':';

    private const int MaxLength = 60;

    /// <summary>A tenant; throws <see cref="InputException"/> for a name that cannot be part of a key.</summary>
    /// <param name="name">1 to 60 characters of [a-z0-9_-].</param>
    public Tenant(string name)
    {
        if (name.Length is 0 or > MaxLength || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-'))
            throw new InputException($"tenant '{name}': a tenant's name is 1 to {MaxLength} of a-z, 0-9, '_' and '-'");
        Name = name;
    }

    /// <summary>The tenant of who names none.</summary>
    public static Tenant Default { get; } = new("default");

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What all its keys begin with; empty for the default tenant.</summary>
    public string Prefix => this == Default ? "" : $"{Name}{Separator}";

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>
/// Names a deliberation of a tenant: slugs of [A-Za-z0-9._~-] joined by '/', at most 200 characters. A child's id is its parent's id, '/',
/// and the key of the child, so planning again names the same children. Two tenants may use one id for two runs.
/// </summary>
[JsonConverter(typeof(DeliberationIdConverter))]
public readonly record struct DeliberationId(string Value)
{
    /// <summary>The most characters of an id.</summary>
    public const int MaxLength = 200;

    // Null for the default tenant, so that equal ids are equal.
    private readonly Tenant? _tenant;

    /// <summary>Whose it is. In JSON an id has none: who reads one knows whose it is.</summary>
    public Tenant Tenant
    {
        get => _tenant ?? Tenant.Default;
        init => _tenant = value == Tenant.Default ? null : value;
    }

    /// <summary>The key under which it is stored, and by which its grain is found: the id, behind the tenant's name where it has one.</summary>
    public string Key => _tenant is null ? Value : $"{_tenant.Prefix}{Value}";

    /// <summary>The key as a name of a file.</summary>
    public string FileName => Key.Replace(Tenant.Separator, FileSeparator);

    /// <summary>The deliberation at the top of the tree: the only one that a person starts, resumes or lists by default.</summary>
    public DeliberationId Root => Value.IndexOf('/', StringComparison.Ordinal) is >= 0 and var cut ? this with { Value = Value[..cut] } : this;

    /// <summary>True where no other deliberation started this one.</summary>
    public bool IsRoot => !Value.Contains('/', StringComparison.Ordinal);

    // No id has one either.
    private const char FileSeparator = '+';

    /// <summary>The child of this deliberation under <paramref name="key"/>.</summary>
    public DeliberationId Child(string key) => Parse($"{Value}/{key}") with { Tenant = Tenant };

    /// <summary>
    /// Parses an id of the default tenant; throws <see cref="InputException"/> where it has an invalid character, an empty part or more than
    /// 200 characters.
    /// </summary>
    public static DeliberationId Parse(string text) => IsValid(text)
        ? new(text)
        : throw new InputException(FormattableString.Invariant(
            $"id '{text}': an id is made of letters, digits, '.', '_', '-', '~' and '/' between them, at most {MaxLength}"));

    /// <summary>Parses a key: an id, or TENANT:ID; throws <see cref="InputException"/> where it is none.</summary>
    public static DeliberationId FromKey(string key) => key.IndexOf(Tenant.Separator, StringComparison.Ordinal) is >= 0 and var cut
        ? Parse(key[(cut + 1)..]) with { Tenant = new(key[..cut]) }
        : Parse(key);

    /// <summary>The id with a file's name.</summary>
    public static DeliberationId FromFileName(string name) => FromKey(name.Replace(FileSeparator, Tenant.Separator));

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength
        && text.Split('/').All(part => part.Length > 0 && part is not ("." or "..")
            && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '~'));
}

/// <summary>Converts an id to and from a plain JSON string, without its tenant: entries, hashes and replies over HTTP have none.</summary>
public sealed class DeliberationIdConverter : JsonConverter<DeliberationId>
{
    /// <inheritdoc/>
    public override DeliberationId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetString()!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DeliberationId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}

/// <summary>Converts an id to and from its key, tenant included, where both ends are ours: between silos.</summary>
public sealed class DeliberationKeyConverter : JsonConverter<DeliberationId>
{
    /// <inheritdoc/>
    public override DeliberationId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        DeliberationId.FromKey(reader.GetString()!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DeliberationId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Key);
}
