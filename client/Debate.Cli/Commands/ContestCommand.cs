using System.CommandLine;
using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Inquiries;
using Debate.Cli.Graphs;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation.Claims;
using Debate.Deliberation.Protocols;
using Debate.Tournaments;

namespace Debate.Cli.Commands;

/// <summary>
/// <c>debate contest</c>: what if: how the verdict on a verified claim, or the strengths and the accepted arguments of any map, change when
/// arguments are contested. The run or the file itself does not change.
/// </summary>
internal sealed class ContestCommand : Command, IReadOnlyCommand
{
    private const string ClaimProtocol = "claim";

    private readonly GraphInput _input = new();
    private readonly Option<string[]> _scores = RepeatedOption("--score", "Another base score of an argument, as N1=0.2.", "ID=SCORE");
    private readonly Option<string[]> _removed = RepeatedOption("--remove", "An argument to take back.", "ID");
    private readonly Option<string[]> _attacks = RepeatedOption("--attack", "A new argument against another one, as X1=P1.", "ID=TARGET");
    private readonly Option<string[]> _supports = RepeatedOption("--support", "A new argument for another one, as X1=claim.", "ID=TARGET");
    private readonly Option<string[]> _texts = RepeatedOption("--text", "What a new argument says.", "ID=TEXT");
    private readonly Option<string?> _semantics =
        new("--semantics") { Description = $"The gradual semantics; that of the claim's run, else {GradualCatalogue.Names[0]}." };
    private readonly Option<string?> _out =
        new("--out") { Description = "Write the contested map, in the format of the extension.", HelpName = "FILE" };

    public ContestCommand() : base("contest", "What if: contest the arguments of a verified claim, or of any map, and see what changes.")
    {
        _input.AddTo(this);
        _semantics.AcceptOnlyFromAmong([.. GradualCatalogue.Names]);
        foreach (var option in new Option[] { _scores, _removed, _attacks, _supports, _texts, _semantics, _out }) Add(option);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var (map, _, run) = await _input.ReadAsync(parse);
        GraphEdit[] edits = [.. Edits(parse)];
        var gradual = GradualCatalogue.Get(parse.GetValue(_semantics) ?? (run?.Definition.Protocol == ClaimProtocol
            ? run.Definition.Options.Read<ClaimOptions>().Semantics : GradualCatalogue.Names[0]));
        if (run?.Definition.Protocol == ClaimProtocol)
        {
            if (run.Completion is null || map.Graph.FindNode(ClaimGraph.ClaimId) < 0)
                throw new InputException($"run '{run.Id}': it verified no claim; a claim can be contested when its run is finished");
            var before = new ClaimGraph(map.Graph, gradual);
            var after = before.Contest(edits);
            Print(terminal, run.Id.Value, before, after);
            Save(parse, map with { Graph = after.Graph }, terminal);
            return Exit.Ok;
        }
        var edited = new EditableGraph(map.Graph);
        edited.Apply(edits);
        var contested = map with { Graph = edited.Snapshot() };
        var (was, now) = (GraphStanding.Create(map.Graph, gradual), GraphStanding.Create(contested.Graph, gradual));
        PrintMap(terminal, run?.Id.Value ?? map.Name, was, now);
        Save(parse, contested, terminal);
        return Exit.Ok;
    }

    private void Save(ParseResult parse, ArgumentMap map, Terminal terminal)
    {
        if (parse.GetValue(_out) is not { } file) return;
        var kept = map with { Motions = [.. map.Motions.Where(m => map.Graph.FindNode(m) >= 0)] };
        GraphOutput.Save(_out.Name, file, writer => GraphFormats.GetWriteFormat(file).Write!(kept, writer, Highlights.None));
        terminal.Report($"written to {file}");
    }

    private static void PrintMap(Terminal terminal, string id, GraphStanding before, GraphStanding after)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJson(new { id, before = ToJson(before), after = ToJson(after), graph = GraphJson.Write(after.Graph) });
            return;
        }
        string[] ids = [.. before.Ids.Union(after.Ids)];
        string[][] changed = [.. ids
            .Select(i => new[]
            {
                i, Strength(before, i), Strength(after, i), before.Find(i)?.Status ?? "-", after.Find(i)?.Status ?? "-",
            })
            .Where(row => row[1] != row[2] || row[3] != row[4])];
        if (changed.Length > 0)
            terminal.WriteTable(new(["argument", "strength before", "strength after", "before", "after"], changed));
        terminal.WriteLine(changed.Length == 0 ? "Nothing changes." : $"{changed.Length} of {ids.Length} arguments change.");
        if (!after.Converged) terminal.Report("A cycle did not settle: its strengths are those of the last round.");
    }

    private static void Print(Terminal terminal, string id, ClaimGraph before, ClaimGraph after)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJson(new { id, before = ToJson(before), after = ToJson(after), graph = GraphJson.Write(after.Graph) });
            return;
        }
        terminal.WriteTable(new(["argument", "strength before", "strength after"], [.. TableRows(before, after)]));
        terminal.WriteLine($"The claim is {StrengthText(after)} now; it was {StrengthText(before)}.");
    }

    private IEnumerable<GraphEdit> Edits(ParseResult parse)
    {
        var (texts, scores) = (Read(parse, _texts), Read(parse, _scores));
        foreach (var (option, attacks) in new[] { (_attacks, true), (_supports, false) })
            foreach (var (id, target) in Read(parse, option))
            {
                yield return GraphEdit.AddArgument(id, texts.GetValueOrDefault(id, ""));
                yield return attacks ? GraphEdit.AddAttack(id, target) : GraphEdit.AddSupport(id, target);
            }
        foreach (var (id, score) in scores)
            yield return double.TryParse(score, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                ? GraphEdit.SetScore(id, value) : throw new InputException($"--score '{id}={score}': it must be a number from 0 to 1");
        foreach (var id in parse.GetValue(_removed) ?? []) yield return GraphEdit.Retract(id);
    }

    private static SortedDictionary<string, string> Read(ParseResult parse, Option<string[]> option) =>
        NameValuePairs.Read(option.Name, parse.GetValue(option) ?? []);

    private static IEnumerable<string[]> TableRows(ClaimGraph before, ClaimGraph after) => Ids(before).Union(Ids(after)).Select(id => new[]
    {
        id, Strength(before, id), Strength(after, id),
    });

    private static IEnumerable<string> Ids(ClaimGraph claim) => Enumerable.Range(0, claim.Graph.ArgumentCount).Select(claim.Graph.Id);

    private static string Strength(ClaimGraph claim, string id) =>
        claim.Graph.FindNode(id) < 0 ? "-" : claim.Strength(id).ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Strength(GraphStanding map, string id) =>
        map.Find(id)?.Strength.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";

    private static object ToJson(GraphStanding map) => new
    {
        strengths = map.Ids.ToDictionary(id => id, id => map.Find(id)!.Strength),
        status = map.Ids.ToDictionary(id => id, id => map.Find(id)!.Status),
        map.Converged,
    };

    private static object ToJson(ClaimGraph claim) =>
        new { verdict = StrengthText(claim), strength = claim.Strength(), strengths = Ids(claim).ToDictionary(id => id, claim.Strength) };

    private static string StrengthText(ClaimGraph claim) => claim.IsTrue switch { true => "true", false => "false", null => "undecided" };

    private static Option<string[]> RepeatedOption(string name, string meaning, string form) =>
        new(name) { Description = meaning, HelpName = form };
}
