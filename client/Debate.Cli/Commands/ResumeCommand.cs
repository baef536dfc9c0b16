using System.CommandLine;
using Debate.Cli.Driving;
using Debate.Cli.Input;

namespace Debate.Cli.Commands;

/// <summary>
/// <c>debate resume</c>: resumes a run of any kind with the configuration stored with it, in which <c>--config</c> mends entries.
/// </summary>
internal sealed class ResumeCommand : Command
{
    private readonly Argument<string> _id = RunArgument.Create("The run to go on with.");
    private readonly BudgetOptions _budget = new();

    public ResumeCommand(string meaning = "Go on with a run that was interrupted, failed or ran out of its budget.")
        : base("resume", meaning)
    {
        Add(_id);
        _budget.AddTo(this);
        Add(ModelOptions.WaitForModels);
        SetAction((parse, stop) => RunFollower.Create(parse, stop)
            .ResumeAsync(RunArgument.Read(parse, _id), before => _budget.Read(parse, before), ModelOptions.ReadMended(parse)));
    }
}
