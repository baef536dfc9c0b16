using Debate.Argumentation.Competition;
using Debate.Argumentation.Certificates;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Generators;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Decisions;
using Debate.Deliberation.Evidence.Players;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Rewards.Environments;
using Debate.Rewards.Exports;
using Debate.Rewards.Exports.Files;
using Debate.Rewards.Shapes;
using Debate.Rewards.Texts;
using Debate.Tournaments;
using Debate.Tournaments.Audits.Effects;

namespace Debate.Architecture.Tests.Golden;

/// <summary>What is chosen by name, register by register.</summary>
internal static class Registers
{
    public static IEnumerable<string> Protocols() => DebateServices.Protocols.All.SelectMany(p => (IEnumerable<string>)
    [
        $"{p.Name}: {p.Kind}{(p.PassesOptions ? ", passes options on" : "")}{(p.DefaultModel is { } model ? $", model {model}" : "")}"
            + (p.CallsOption is { } calls ? $", calls by {calls}" : ""),
        .. p.Options.Select(o => $"  {o.Name} = {Literals.OnOneLine(o.Default)} ({o.Rule}): {o.Meaning}"),
        $"  seats: {string.Join(", ", Seats(p))}",
    ]);

    /// <summary>A journal holds the stamp of its protocol: another is another protocol, which does not go on with it.</summary>
    public static IEnumerable<string> Stamps() => DebateServices.Protocols.All.Select(p => $"{p.Name} {p.Fingerprint}");

    /// <summary>The prompts by name with a hash of their text; what lies beside them is named alone.</summary>
    public static IEnumerable<string> Prompts() => typeof(Prompts).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("prompts/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(name => name.EndsWith(".txt", StringComparison.Ordinal) ? $"{name} {Hash(name["prompts/".Length..^4])}" : name);

    public static IEnumerable<string> Names() =>
    [
        .. Titled("decision rules", DecisionRules.All.Select(r => r.Name)),
        .. Titled("evidence players", EvidencePlayers.Names),
        .. Titled("answer checkers", AnswerCheckers.Names),
        .. Titled("canaries", Canaries.Names.Select(Canaries.ModelName)),
        .. Titled("ratings", RatingEstimators.Names.Select(n => n == RatingEstimators.Default ? $"{n} (default)" : n)),
        .. Titled("intervals of ratings", RatingIntervals.Names),
        .. Titled("formats of tournaments", Schedules.All.Select(s => s.Name)),
        .. Titled("effects of judges", JudgeEffects.All.Select(e => $"{e.Name}: {e.Meaning}")),
        .. Titled("semantics", SemanticsCatalogue.Entries.Select(s => $"{s.Code} {s.Name}")),
        .. Titled("gradual semantics", GradualCatalogue.Names),
        .. Titled("tasks of solvers", Query.Kinds.Select(Query.CodeOf)),
        .. Titled("formats of graphs", GraphFormats.All.Select(f =>
            $"{f.Name} {string.Join(' ', f.Extensions)}{(f.Read is null ? "" : " read")}{(f.Write is null ? "" : " written")}")),
        .. Titled("generators", FrameworkGenerators.All.SelectMany(g =>
            g.Parameters.Select(p => FormattableString.Invariant($"{g.Name} {p.Name} = {p.Default} ({p.Min}..{p.Max}): {p.Description}")))),
        .. Titled("exports of runs", RunExportFormats.All.Select(f => f.Name)),
        .. Titled("files of reward exports", RowFileFormat.All.Select(f => f.Name)),
        .. Titled("reward environments", Benchmark.Names),
        .. Titled("policies", Benchmark.PolicyNames),
        .. Titled("shapes of rewards", ShapeCatalogue.Names),
        .. Titled("orders of evidence", EvidenceReward.Orders),
        .. Titled("solver's answers to --problems, --formats, --certificates, --help", Solver()),
    ];

    /// <summary>The columns that trainers read.</summary>
    public static IEnumerable<string> Columns() =>
        from form in DatasetForms.All
        from talk in (bool[])[false, true]
        where talk ? form.HasConversational : form.HasStandard
        from column in form.Columns(talk)
        select $"{form.Name}{(talk ? " conversational" : "")} {column.Name}{(column.IsOptional ? " (where there is one)" : "")}";

    private static string Hash(string prompt) => Digest.Hash128(Debate.Deliberation.Prompts.Get(prompt))[..8];

    private static IEnumerable<string> Seats(ProtocolDescriptor protocol) =>
        protocol.PassesOptions ? [] : protocol.Seats(protocol.CompleteOptions(new ProtocolOptions()));

    private static IEnumerable<string> Titled(string title, IEnumerable<string> names) => [$"# {title}", .. names, ""];

    private static IEnumerable<string> Solver()
    {
        string[][] lines = [["--problems"], ["--formats"], ["--certificates"], ["--help"], ["--problems", "-o", "json"],
            ["--formats", "-o", "json"]];
        return lines.SelectMany(Told);
    }

    private static string[] Told(string[] arguments)
    {
        using var output = new MemoryStream();
        var notes = new List<string>();
        var code = new SolveTool(new(_ => [], output, notes.Add, _ => default)).Run(arguments);
        var said = System.Text.Encoding.UTF8.GetString(output.ToArray()).TrimEnd().Split('\n');
        return [$"$ {string.Join(' ', arguments)} -> {code}", .. said, .. notes];
    }
}
