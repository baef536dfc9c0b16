using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Deliberation;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Judges;

namespace Debate.Tournaments.Protocols;

/// <summary>A claim or map that is not debated, with the reason.</summary>
public sealed record SkippedMotion(string Source, string Reason);

/// <summary>The motions of a tournament, one problem each, and what was skipped, with reasons.</summary>
public sealed record MotionPlan(IReadOnlyList<Problem> Motions, IReadOnlyList<SkippedMotion> Skipped)
{
    /// <summary>
    /// Selects the motions of argument maps, given as file names and texts. A claim is a motion only if the debaters' play can change the
    /// outcome; every other claim, and every empty map, is skipped with its reason. A file that cannot be parsed is an
    /// <see cref="InputException"/>.
    /// </summary>
    public static MotionPlan FromMaps(IEnumerable<(string File, string Text)> maps, MotionOptions options)
    {
        var motions = new List<Problem>();
        var skipped = new List<SkippedMotion>();
        foreach (var (file, text) in maps)
        {
            var map = GraphFormats.Read(file, text);
            if (map.Graph.ArgumentCount == 0) skipped.Add(new(file, "the map is empty"));
            var selection = Debate.Deliberation.Evidence.Judges.MotionSelector.Select(map, options);
            motions.AddRange(selection.Motions.Select(m => ToProblem(file, map, m)));
            skipped.AddRange(selection.Skipped.Select(s => new SkippedMotion($"{file}#{s.Claim}", s.Reason)));
        }
        return new(motions, skipped);
    }

    /// <summary>The first <paramref name="limit"/> motions; the rest are skipped as beyond the limit.</summary>
    public MotionPlan WithLimit(int? limit) => limit is not { } max || max >= Motions.Count ? this : new(
        [.. Motions.Take(max)],
        [
            .. Skipped,
            .. Motions.Skip(max).Select(m => new SkippedMotion(m.Key, FormattableString.Invariant($"beyond the limit of {max} motions"))),
        ]);

    private static Problem ToProblem(string file, ArgumentMap map, EvidenceMotion motion)
    {
        var graph = motion.Evidence.Graph;
        var relevant = graph.Subgraph([.. motion.Evidence.Arguments, motion.Evidence.Claim]);
        return new($"{Path.GetFileNameWithoutExtension(file)}.{motion.Claim}", graph.Text(motion.Evidence.Claim))
        {
            Graph = GraphJson.Write(new ArgumentMap(map.Name, relevant) { Title = map.Title }),
            Motion = motion.Claim,
        };
    }
}
