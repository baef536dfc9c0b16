using System.Collections.Immutable;
using Debate.Core.Input;

namespace Debate.Grains.Placement;

/// <summary>
/// The roles of one silo, written as a comma-separated list of web, deliberation, solver, program, model-host (every configured model), and
/// model-host:NAME or model-host:NAME+NAME (only these models). The list is published as the silo's metadata.
/// </summary>
public sealed record SiloRoles
{
    /// <summary>The metadata key under which the roles are published.</summary>
    public const string MetadataKey = "debate.roles";

    private const string ModelHostName = "model-host";
    private static readonly ImmutableSortedDictionary<string, SiloRole> Names =
        Enum.GetValues<SiloRole>().ToImmutableSortedDictionary(role => role.ToString().ToLowerInvariant(), role => role);

    private readonly ImmutableSortedSet<SiloRole> _roles;
    private readonly ImmutableSortedSet<string> _models;
    private readonly bool _hostsAll;

    private SiloRoles(ImmutableSortedSet<SiloRole> roles, ImmutableSortedSet<string> models, bool hostsAll) =>
        (_roles, _models, _hostsAll) = (roles, models, hostsAll);

    /// <summary>Every role: the default of a silo that is configured with none.</summary>
    public static SiloRoles All { get; } = new([.. Names.Values], [], hostsAll: true);

    /// <summary>No role: assumed of a silo whose metadata has not arrived yet.</summary>
    public static SiloRoles None { get; } = new([], [], hostsAll: false);

    /// <summary>The models that the roles name; empty if they name none.</summary>
    public IReadOnlyCollection<string> Models => _models;

    /// <summary>Whether the silo has a role.</summary>
    public bool HasRole(SiloRole role) => _roles.Contains(role);

    /// <summary>Whether the silo may send calls to a model.</summary>
    public bool CanHost(string model) => _hostsAll || _models.Contains(model);

    /// <summary>Parses roles; throws <see cref="InputException"/>, which names <paramref name="field"/>, if the text is invalid.</summary>
    public static SiloRoles Parse(string text, string field = "roles")
    {
        var (roles, models, hostsAll) = (new List<SiloRole>(), new List<string>(), false);
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Names.TryGetValue(word, out var role)) roles.Add(role);
            else if (word == ModelHostName) hostsAll = true;
            else if (word.StartsWith($"{ModelHostName}:", StringComparison.Ordinal)) models.AddRange(ParseModels(word, field));
            else throw new InputException($"{field} '{word}': it must be {string.Join(", ", Names.Keys)}, {ModelHostName} or {ModelHostName}:NAME");
        }
        return roles.Count + models.Count > 0 || hostsAll
            ? new([.. roles], [.. models], hostsAll)
            : throw new InputException($"{field} '{text}': it must name at least one role");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', FormatParts());

    private IEnumerable<string> FormatParts()
    {
        foreach (var (name, role) in Names)
            if (_roles.Contains(role)) yield return name;
        if (_hostsAll) yield return ModelHostName;
        else if (_models.Count > 0) yield return $"{ModelHostName}:{string.Join('+', _models)}";
    }

    private static string[] ParseModels(string word, string field)
    {
        var names = word[(ModelHostName.Length + 1)..].Split('+');
        return names.All(n => n.Length > 0) ? names : throw new InputException($"{field} '{word}': a name of a model is empty");
    }
}

/// <summary>A role of a silo, besides hosting models.</summary>
public enum SiloRole
{
    /// <summary>Serves the HTTP API; every silo serves its health probes.</summary>
    Web,

    /// <summary>Drives deliberations, hosts graphs and computes rewards.</summary>
    Deliberation,

    /// <summary>Runs solver searches for the other silos.</summary>
    Solver,

    /// <summary>Runs programs that models wrote, in processes beside it.</summary>
    Program,
}
