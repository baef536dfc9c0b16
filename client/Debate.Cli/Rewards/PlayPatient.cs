using System.CommandLine;
using System.Globalization;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Output;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Players;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary><c>debate reward play</c>: one debate about the treatment of a patient before a trained judge.</summary>
internal sealed class PlayPatient : Command
{
    private readonly EnvironmentOptions _environment = new();
    private readonly Option<string> _judge =
        new("--judge") { Description = "A judge that train-judge wrote.", HelpName = "FILE", Required = true };
    private readonly Option<int> _state = new("--state") { Description = "The state of the patient.", HelpName = "N", Required = true };
    private readonly Option<int> _pro = new("--action") { Description = "The action that is argued for.", HelpName = "N", Required = true };
    private readonly Option<int> _con =
        new("--against") { Description = "The action that the other side argues for.", HelpName = "N", Required = true };
    private readonly Option<string> _player = Player("--player", "Who argues for the action");
    private readonly Option<string> _opponent = Player("--opponent", "Who argues for the other");

    public PlayPatient() : base("play", "Debate two actions for one patient, in both speaking orders.")
    {
        _environment.AddTo(this);
        foreach (var option in new Option[] { _judge, _state, _pro, _con, _player, _opponent }) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var file = parse.GetRequiredValue(_judge);
        var judge = JudgeFile.Read(Files.Read(file), file);
        var features = _environment.Read(parse).Environment.Features;
        var evidence = new FeatureEvidence(judge, features, parse.GetValue(_state), parse.GetValue(_pro), parse.GetValue(_con));
        var (pro, con) = (EvidencePlayers.Find(parse.GetRequiredValue(_player)), EvidencePlayers.Find(parse.GetRequiredValue(_opponent)));
        var seed = parse.GetValue(CommonOptions.Seed) ?? 0;
        var orders = new[] { Side.Pro, Side.Con }.Select(side => Play(evidence, features, side, (pro, con, seed))).ToArray();
        var reward = orders.Average(o => o.Utility);
        if (terminal.IsJson)
            terminal.WriteJson(new { state = evidence.State, action = evidence.Pro, against = evidence.Con, reward, orders });
        else Print(terminal, evidence, orders, reward);
        return Exit.Ok;
    }

    private static Order Play(
        FeatureEvidence evidence, FeatureTable features, Side starter, (IEvidencePlayer Pro, IEvidencePlayer Con, long Seed) admission)
    {
        var game = evidence.CreateGame(starter);
        var play = game.Play(admission.Pro, admission.Con, admission.Seed);
        var value = GameValue.Search(game.Start);
        var reveals = play.Order.Select((item, turn) =>
            new Reveal(game.Rules.SideToMove(turn) == Side.Pro ? evidence.Pro : evidence.Con, features.Names[item],
                features.Row(evidence.State)[item]));
        var exact = value.Exact ? value.Value : (int?)null;
        return new(starter == Side.Pro ? evidence.Pro : evidence.Con, [.. reveals], play.Judgement.Utility, play.Judgement.Margin, exact);
    }

    private static void Print(Terminal terminal, FeatureEvidence evidence, Order[] orders, double reward)
    {
        foreach (var order in orders)
        {
            terminal.WriteLine(FormattableString.Invariant($"state {evidence.State}, action {order.First} first:"));
            terminal.WriteTable(new ReportTable(
                ["argued for", "feature", "value"],
                [.. order.Reveals.Select(r => new[] { FormatNumber(r.For, "0"), r.Feature, FormatNumber(r.Value, "0.00") })]));
            var exact = order.Value is { } value ? FormatNumber(value, "+0;-0;0") : "not searched to the end";
            terminal.WriteLine(FormattableString.Invariant(
                $"  outcome for {evidence.Pro}: {order.Utility:+0;-0;0}, margin {order.Margin:0.000}; under best play: {exact}"));
        }
        terminal.WriteLine(FormattableString.Invariant(
            $"reward of {evidence.Pro} against {evidence.Con}, mean of both orders: {reward:0.0}"));
    }

    private static string FormatNumber(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static Option<string> Player(string name, string description) => new(name)
    {
        Description = $"{description}: {string.Join(", ", EvidencePlayers.Names)}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "minimax",
    };

    /// <summary>
    /// One speaking order: the action of the first speaker, the reveals, the outcome and margin for the action, and the exact value.
    /// </summary>
    private sealed record Order(int First, IReadOnlyList<Reveal> Reveals, int Utility, double Margin, int? Value);

    /// <summary>A revealed feature, and the action of the side that revealed it.</summary>
    private sealed record Reveal(int For, string Feature, float Value);
}
