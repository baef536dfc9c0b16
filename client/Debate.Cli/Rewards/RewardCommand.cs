using System.CommandLine;

namespace Debate.Cli.Rewards;

/// <summary><c>debate reward</c>: debate as a reward for policies; one line per verb.</summary>
internal sealed class RewardCommand : Command
{
    public RewardCommand() : base("reward", "Debate as a reward: environments, policies and judges that learn.")
    {
        Add(new EvaluatePolicies());
        Add(new TrainJudge());
        Add(new PlayPatient());
        Add(new MeasureGames());
        Add(new SweepPolicies());
        Add(new CompareDebaters());
        Add(new LearnPolicies());
        Add(new ExportRows());
        Add(new ScoreAnswers());
    }
}
