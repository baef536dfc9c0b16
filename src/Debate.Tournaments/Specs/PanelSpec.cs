using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Readers;
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

    /// <summary>How the judge's model samples; what is null is the model's own.</summary>
    public Sampling Sampling { get; init; } = new();
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

    internal static PanelSpec Read(YamlFields map)
    {
        var panel = map.GetMap("panel");
        panel?.AllowOnly("size", "conflicts");
        var conflicts = panel?.GetWord("conflicts", "avoid", "allow");
        var judges = map.Has("judges") ? ReadJudges(map) : [];
        var size = panel?.Get("size", Values.Whole(1, 99));
        if (panel is not null && judges.Count == 0) throw panel.Error("must stand beside judges, a list of those it is drawn from");
        if (size > judges.Count) throw panel!.Error("size", $"must be at most the number of judges, {judges.Count}");
        return new PanelSpec { Judges = judges, Size = size, AllowsConflicts = conflicts == "allow", Canaries = ReadCanaries(map) };
    }

    private static List<JudgeSpec> ReadJudges(YamlFields map)
    {
        var judges = new List<JudgeSpec>();
        foreach (var entry in map.GetRequiredList("judges"))
        {
            var judge = ReadJudge(entry);
            if (judges.Any(other => other.Name == judge.Name)) throw entry.Error(judge.Name, "must not name a judge twice");
            judges.Add(judge);
        }
        return judges;
    }

    private static JudgeSpec ReadJudge(YamlItem entry)
    {
        if (entry.Map is not { } map) return new JudgeSpec { Name = entry.GetName(TournamentSpec.MaxNameLength) };
        map.AllowOnly(["name", "model", "family", "persona", .. Sampling.Names]);
        return new JudgeSpec
        {
            Name = map.GetRequiredName("name", TournamentSpec.MaxNameLength),
            Model = map.GetLine("model", 200),
            Family = map.GetLine("family", 100),
            Persona = map.GetText("persona"),
            Sampling = Sampling.Read(map),
        };
    }

    /// <summary>Reads a list of names, or the keyword all.</summary>
    private static string ReadCanaries(YamlFields map)
    {
        if (!map.Has("canaries")) return "";
        var text = map.IsList("canaries")
            ? string.Join(',', map.GetRequiredList("canaries").Select(e => e.GetLine(100)))
            : map.GetLine("canaries", 200)!;
        return CanaryMatches.FindUnknownName(text) is not null
            ? throw map.Error("canaries", CanaryMatches.NameRule)
            : string.Join(',', CanaryMatches.ParseNames(text));
    }
}
