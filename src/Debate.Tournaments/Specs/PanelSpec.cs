using Debate.Deliberation;
using Debate.Tournaments.Audits;

namespace Debate.Tournaments;

/// <summary>A judge of the pool.</summary>
public sealed record JudgeSpec
{
    /// <summary>The name in audits, one line of at most 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The model that judges, or null for the model with the judge's name or the tournament's model.</summary>
    public string? Model { get; init; }

    /// <summary>The model's family, or null for the configured one.</summary>
    public string? Family { get; init; }

    /// <summary>The judge's persona, or null.</summary>
    public string? Persona { get; init; }

    /// <summary>The sampling temperature, 0 to 2, or null for the model's own.</summary>
    public double? Temperature { get; init; }
}

/// <summary>The pool of judges, the panels, and the canaries that test the judges.</summary>
public sealed record PanelSpec
{
    /// <summary>The pool, names unique; empty if the judges' seats all have one model.</summary>
    public IReadOnlyList<JudgeSpec> Judges { get; init; } = [];

    /// <summary>The number of judges a debate, 1 to 99; null for the whole pool.</summary>
    public int? Size { get; init; }

    /// <summary>Whether judges may judge debaters of their own family.</summary>
    public bool AllowsConflicts { get; init; }

    /// <summary>The canaries, in the form that <see cref="CanaryMatches.ParseNames"/> parses; empty for none.</summary>
    public string Canaries { get; init; } = "";

    internal static PanelSpec Read(SpecMap map)
    {
        var panel = map.Map("panel");
        panel?.AllowOnly("size", "conflicts");
        var conflicts = panel?.Line("conflicts", 100);
        if (conflicts is not (null or "avoid" or "allow")) throw panel!.CreateError("conflicts", conflicts, "must be one of: avoid, allow");
        var judges = map.Has("judges") ? ReadJudges(map) : [];
        var size = (int?)panel?.Integer("size", 1, 99);
        if (panel is not null && judges.Count == 0) throw map.CreateError("panel", "", "needs judges: a list of those it is drawn from");
        if (size > judges.Count) throw panel!.CreateError("size", $"{size}", $"must be at most the number of judges, {judges.Count}");
        return new PanelSpec { Judges = judges, Size = size, AllowsConflicts = conflicts == "allow", Canaries = ReadCanaries(map) };
    }

    private static List<JudgeSpec> ReadJudges(SpecMap map)
    {
        var judges = new List<JudgeSpec>();
        foreach (var entry in map.RequiredList("judges"))
        {
            var judge = ReadJudge(entry);
            if (judges.Any(other => other.Name == judge.Name)) throw entry.CreateError(judge.Name, "must not name a judge twice");
            judges.Add(judge);
        }
        return judges;
    }

    private static JudgeSpec ReadJudge(SpecEntry entry)
    {
        if (entry.Map is not { } map) return new JudgeSpec { Name = entry.Line(64) };
        map.AllowOnly("name", "model", "family", "persona", "temperature");
        return new JudgeSpec
        {
            Name = map.RequiredLine("name", 64),
            Model = map.Line("model", 200),
            Family = map.Line("family", 100),
            Persona = map.Text("persona"),
            Temperature = (double?)map.Number("temperature", 0, 2),
        };
    }

    /// <summary>Reads a list of names, or the keyword all.</summary>
    private static string ReadCanaries(SpecMap map)
    {
        if (!map.Has("canaries")) return "";
        var text = map.IsList("canaries")
            ? string.Join(',', map.RequiredList("canaries").Select(e => e.Line(100)))
            : map.Line("canaries", 200)!;
        return CanaryMatches.FindUnknownName(text) is { } unknown
            ? throw map.CreateError("canaries", unknown, CanaryMatches.NameRule)
            : string.Join(',', CanaryMatches.ParseNames(text));
    }
}
