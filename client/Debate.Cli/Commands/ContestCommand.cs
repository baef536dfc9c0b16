using System.CommandLine;
using System.Globalization;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Gradual;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation.Claims;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Records;
using Debate.Tournaments;

namespace Debate.Cli.Commands;

/// <summary>
/// <c>debate contest</c>: how the verdict on a verified claim changes when its arguments are contested. The run itself does not change.
/// </summary>
internal sealed class ContestCommand : Command, IReadOnlyCommand
{
    private readonly Argument<string> _id = RunArgument.Create("The run of protocol claim.");
    private readonly Option<string[]> _scores = RepeatedOption("--score", "Another base score of an argument, as N1=0.2.", "ID=SCORE");
    private readonly Option<string[]> _removed = RepeatedOption("--remove", "An argument to take back.", "ID");
    private readonly Option<string[]> _attacks = RepeatedOption("--attack", "A new argument against another one, as X1=P1.", "ID=TARGET");
    private readonly Option<string[]> _supports = RepeatedOption("--support", "A new argument for another one, as X1=claim.", "ID=TARGET");
    private readonly Option<string[]> _texts = RepeatedOption("--text", "What a new argument says.", "ID=TEXT");

    public ContestCommand() : base("contest", "Contest the arguments of a verified claim and see its new score.")
    {
        Add(_id);
        foreach (var option in new[] { _scores, _removed, _attacks, _supports, _texts }) Add(option);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        await using var journal = Workspace.Read(parse).OpenToRead();
        var run = await RunTree.ReadAsync(journal, RunArgument.Read(parse, _id));
        var map = DeliberationGraph.Build(run);
        if (run.Completion is null || map.Graph.FindNode(ClaimGraph.ClaimId) < 0)
            throw new InputException($"run '{run.Id}': it verified no claim; only a finished run of protocol claim can be contested");
        var before = new ClaimGraph(map.Graph, GradualCatalogue.Get(run.Definition.Options.Read<ClaimOptions>().Semantics));
        var after = before.Contest([.. Edits(parse)]);
        Print(terminal, run.Id.Value, before, after);
        return Exit.Ok;
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

    private static object ToJson(ClaimGraph claim) =>
        new { verdict = StrengthText(claim), strength = claim.Strength(), strengths = Ids(claim).ToDictionary(id => id, claim.Strength) };

    private static string StrengthText(ClaimGraph claim) => claim.IsTrue switch { true => "true", false => "false", null => "undecided" };

    private static Option<string[]> RepeatedOption(string name, string meaning, string form) =>
        new(name) { Description = meaning, HelpName = form };
}
