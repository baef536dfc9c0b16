using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Protocols;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// Creates the debates of a tournament as child runs: seats the debaters, the participants common to all debates, and a panel if there is a
/// pool of judges. Panels depend on those drawn before, so debates must be created in playing order.
/// </summary>
/// <param name="seats">The tournament's seats.</param>
/// <param name="options">Its options.</param>
/// <param name="debateOptions">The options that it passes on to its debates.</param>
internal sealed class MatchFactory(IReadOnlyList<Seat> seats, TournamentOptions options, ProtocolOptions debateOptions)
{
    private readonly string _protocol = options.Protocol;
    private readonly Seat[] _sharedSeats = [.. seats.Where(s => s.Debater is null && s.Judge is null)];
    private readonly JudgePanels? _panels = seats.Any(s => s.Judge is not null) ? CreatePanels(seats, options) : null;

    /// <summary>Creates a debate; <paramref name="all"/> seats every eligible judge instead of a panel.</summary>
    public Child CreateMatch(string key, Problem problem, Seat pro, Seat con, bool all = false)
    {
        if (_panels is null) return new(key, _protocol, problem, [pro, con, .. _sharedSeats], OptionsFor(problem));
        var panel = all ? _panels.SelectAllEligible(pro, con) : _panels.GetPanel(problem.Key, pro, con);
        var passed = new ProtocolOptions(debateOptions) { ["judges"] = panel.Count.ToString(CultureInfo.InvariantCulture) };
        return new(key, _protocol, problem, [pro, con, .. _sharedSeats, .. panel], passed);
    }

    /// <summary>
    /// Where the order of the answers is drawn, it is drawn once a motion: the side-swapped twin of a debate must have the same one, or the
    /// same debater might argue for the same answer in both.
    /// </summary>
    private ProtocolOptions OptionsFor(Problem problem)
    {
        if (_protocol == JudgedDebate.Descriptor.Name || debateOptions.GetValueOrDefault("orders") != "drawn") return debateOptions;
        var isReversed = SeededRandom.Create(options.PanelSeed, $"answers/{problem.Key}").NextBool(0.5);
        return new(debateOptions) { ["orders"] = isReversed ? "reversed" : "given" };
    }

    private static JudgePanels CreatePanels(IReadOnlyList<Seat> seats, TournamentOptions options) => new(
        [.. seats.Where(s => s.Judge is not null)], options.PanelSize, options.PanelConflicts == PanelConflicts.Allow,
        options.PanelSeed);
}
