using System.CommandLine;
using Debate.Cli.Commands;
using Debate.Cli.Data;
using Debate.Cli.Output;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Deliberation;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Tournaments;

/// <summary><c>debate tournament</c>: debaters play each other, on every motion or in rounds.</summary>
internal sealed class TournamentCommand : Command
{
    public TournamentCommand() : base("tournament", "Run a tournament, go on with one, or see how it stands.")
    {
        Add(new RunTournament());
        Add(new ResumeCommand("Go on with a tournament; only what is missing is played."));
        Add(new TournamentStatus());
        Add(new AuditTournament());
        Add(new PauseTournament());
        Add(new AddDebater());
        Add(new WithdrawDebater());
    }
}

/// <summary>The tournament that a verb reads: the named one, else the newest.</summary>
internal sealed class TournamentArgument() : Argument<string?>("ID")
{
    /// <summary>The argument, with its help.</summary>
    public static TournamentArgument Create() => new()
    {
        Description = "The tournament; the newest one where none is given.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Opens the journal for reading and passes the tournament to <paramref name="use"/>.</summary>
    public async Task ReadAsync(ParseResult parse, Func<RunView, Task> use)
    {
        var workspace = Workspace.Read(parse);
        await using var journal = workspace.OpenToRead();
        var id = parse.GetValue(this) ?? (await journal.ListAsync(new()))
            .FirstOrDefault(r => r.Kind == Tournament.Descriptor.Kind)?.Id.Value
            ?? throw new InputException($"there is no tournament in {workspace.Location}");
        var run = await RunTree.ReadAsync(journal, DeliberationId.Parse(id));
        if (run.Definition.Kind != Tournament.Descriptor.Kind)
            throw new InputException($"id '{id}': it is a {run.Definition.Kind}, not a tournament");
        await use(await workspace.ViewAsync(journal, run));
    }
}
