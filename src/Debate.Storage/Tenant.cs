using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Storage;

/// <summary>
/// Whose runs these are: part of the key under which a store keeps a run. A journal is opened for one tenant and sees no other's runs. The
/// keys of the default tenant are the ids alone, as builds of before 2026-11-30 wrote them, so their journals are its own.
/// </summary>
public sealed record Tenant
{
    private const char Separator = ':';
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

    /// <summary>What all its keys begin with: no id of a run has a ':', so no key of one tenant is another's.</summary>
    internal string Prefix => this == Default ? "" : $"{Name}{Separator}";

    /// <summary>The run of a key, whoever's it is.</summary>
    internal static DeliberationId ParseKey(string key) => new(key[(key.IndexOf(Separator, StringComparison.Ordinal) + 1)..]);

    /// <summary>The key of a run.</summary>
    internal string GetKey(DeliberationId id) => this == Default ? id.Value : $"{Name}{Separator}{id.Value}";
}
