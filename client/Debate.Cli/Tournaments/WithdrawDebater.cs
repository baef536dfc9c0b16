using System.CommandLine;
using Debate.Cli.Commands;
using Debate.Cli.Driving;
using Debate.Cli.Input;
using Debate.Deliberation.Engine;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Tournaments;

/// <summary><c>debate tournament withdraw</c>: takes a debater out of a tournament that is not running, and plays the rest.</summary>
internal sealed class WithdrawDebater : Command
{
    private readonly Argument<string> _id = RunArgument.Create("The tournament.");
    private readonly Argument<string> _name = new("NAME") { Description = "The name of the debater." };
    private readonly BudgetOptions _budget = new();

    public WithdrawDebater() : base("withdraw",
        "Take a debater out of a tournament that stands still, and play the rest: what it did not play is forfeited.")
    {
        Add(_id);
        Add(_name);
        _budget.AddTo(this);
        Add(ModelOptions.WaitForModels);
        SetAction((parse, stop) => RunFollower.Create(parse, stop).ChangeRunAsync(
            RunArgument.Read(parse, _id),
            run =>
            {
                var name = parse.GetRequiredValue(_name).Trim();
                Withdrawals.Validate(run.Definition, run.Completion is not null, [name]);
                return new SeatsWithdrawn([name]);
            },
            before => _budget.Read(parse, before)));
    }
}
