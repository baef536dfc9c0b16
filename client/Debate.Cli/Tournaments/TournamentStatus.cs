using System.CommandLine;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Tournaments;

/// <summary><c>debate tournament status</c>: how a tournament stands, also while it runs.</summary>
internal sealed class TournamentStatus : Command
{
    private readonly Argument<string?> _id = new("ID")
    {
        Description = "The tournament; the newest one where none is given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public TournamentStatus() : base("status", "How a tournament stands, also while it runs.")
    {
        Add(_id);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = Common.Terminal(parse);
        var workspace = Workspace.Of(parse);
        await using var journal = workspace.OpenToRead();
        var id = parse.GetValue(_id) ?? (await journal.ListAsync(new())).FirstOrDefault(r => r.Kind == Tournament.Entry.Kind)?.Id.Value
            ?? throw new InputException($"there is no tournament in {workspace.Place}");
        var run = await RunTree.ReadAsync(journal, DeliberationId.Parse(id));
        if (run.Snapshot.Kind != Tournament.Entry.Kind)
            throw new InputException($"id '{id}': it is a {run.Snapshot.Kind}, not a tournament");
        await new TournamentPrinter().PrintAsync(await workspace.ViewAsync(journal, run), terminal);
        return Exit.Ok;
    }
}
