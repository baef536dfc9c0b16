using System.ComponentModel.DataAnnotations;
using Debate.Deliberation;
using Debate.Tournaments.Audits;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// A tournament as a deliberation: every match is a child, and for evidence debates so is a study of each motion. Its seats are the
/// debaters, in order, and the other seats that its debates need (moderator, judge), by name; options with a dot are passed to the debates.
/// Seeding and rounds are recorded before they are played, so that a replay repeats no random draw. Debates whose debaters are not there
/// wait or are forfeited, see <see cref="AbsenceRule"/>.
/// </summary>
public sealed class Tournament : IProtocol<TournamentOptions>
{
    /// <summary>The protocol's registration.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<TournamentOptions>("tournament", 2, () => new Tournament())
    {
        Kind = "tournament",
        Passes = options => options.Read<TournamentOptions>().Protocol is var protocol
            ? [new(protocol, protocol, options.WithPrefix(protocol))] : [],
        Validate = (_, o) => RatingMethod.FromNames(o.Rating, o.Intervals),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, TournamentOptions options)
    {
        var plan = new TournamentSchedule(d.Problem, d.Seats, d.Options);
        var draws = options.Seeding == SeedingOrder.Drawn ? d.Draw() : null;
        var seeding = await d.RecordAsync(TournamentSchedule.SeedingRecord, () => plan.CreateSeeding(draws));
        var field = plan.SeedEntrants(seeding);
        var rounds = new List<PlayedRound>();
        var absences = new Absences(options.Absent);
        while (plan.Schedule.NextRound(field, rounds) is { } next)
        {
            var round = RoundCodec.Read(await d.RecordAsync(TournamentSchedule.RoundRecord, () => RoundCodec.Write(next)), field);
            // Studies are started first, because they are few and long.
            Child[] children = rounds.Count == 0
                ? [.. plan.CreateStudies(), .. plan.CreateDebates(round), .. plan.CreateCanaryDebates(seeding)]
                : [.. plan.CreateDebates(round)];
            children = [.. children.Select(Absences.ForgoWithdrawn)];
            var results = await d.DeliberateAsync(children, options.Concurrency, open => absences.Decide(children, open));
            rounds.Add(plan.WithResults(round, children.Zip(results)
                .ToDictionary(c => c.First.Key, c => c.Second, StringComparer.Ordinal)));
        }
        if (absences.FindSuspension(rounds.Any(r => r.Games.Count > 0)) is { } suspension) throw suspension;
        return new(Decision.Decided) { Ended = "played", Rounds = rounds.Count };
    }
}

/// <summary>The options of a tournament, besides those that it passes on to its debates.</summary>
public sealed record TournamentOptions
{
    /// <summary>The name of the protocol of its debates.</summary>
    [Option("What a debate follows.", Rule = "the name of a protocol")]
    public string Protocol { get; init; } = "evidence";

    /// <summary>The name of its format.</summary>
    [Option("Who meets whom."), OneOf(typeof(Schedules), nameof(Schedules.Names))]
    public string Format { get; init; } = RoundRobin.Name;

    /// <summary>Rounds; 0 for the format's own number.</summary>
    [Option("Rounds, where the format leaves that open; 0 for the format's own number."), Range(0, 1_000)]
    public int Rounds { get; init; }

    /// <summary>Motions that two who meet debate in a round.</summary>
    [Option("Motions that two who meet debate in a round."), Range(1, 1_000)]
    public int MotionsPerRound { get; init; } = 1;

    /// <summary>The sides on which a meeting debates each motion.</summary>
    [Option("Whether a meeting debates each motion on both sides or on one.")]
    public MeetingSides Sides { get; init; }

    /// <summary>How the debaters are seeded.</summary>
    [Option("Whether the debaters are seeded as they are listed or as the seed draws.")]
    public SeedingOrder Seeding { get; init; }

    /// <summary>What becomes of debates whose debaters' models are gone.</summary>
    [Option("Whether debates whose debater's model is gone wait for it, or are forfeited.")]
    public AbsenceRule Absent { get; init; }

    /// <summary>Debates at once.</summary>
    [Option("Debates at once."), Range(1, 100_000)]
    public int Concurrency { get; init; } = 200;

    /// <summary>Whether evidence tournaments study each motion's agreement with full information.</summary>
    [Option("Whether evidence tournaments study each motion's agreement with full information.")]
    public bool Curve { get; init; } = true;

    /// <summary>The name of the rating.</summary>
    [Option("What rates the debaters."), OneOf(typeof(RatingEstimators), nameof(RatingEstimators.Names))]
    public string Rating { get; init; } = RatingEstimators.Default;

    /// <summary>The name of the intervals of the ratings.</summary>
    [Option("What the intervals of the ratings are by."), OneOf(typeof(RatingIntervals), nameof(RatingIntervals.Names))]
    public string Intervals { get; init; } = "bootstrap";

    /// <summary>Judges a debate, where there is a pool of them.</summary>
    [Option("Judges a debate, where there is a pool of them."), Range(1, 99)]
    public int PanelSize { get; init; } = 1;

    /// <summary>Whether a judge may sit over a debater of its own family.</summary>
    [Option("Whether a judge may sit over a debater of its own family.")]
    public PanelConflicts PanelConflicts { get; init; }

    /// <summary>The lot that draws the panels.</summary>
    [Option("The lot that draws the panels.")]
    public long PanelSeed { get; init; }

    /// <summary>The share of unread deciding replies from which on the result is partial.</summary>
    [Option(UnreadLimit.Meaning), Range(0.0, 1.0)]
    public double MaxUnread { get; init; } = UnreadLimit.Default;

    /// <summary>Who tries the judges.</summary>
    [Option("Who tries the judges.")]
    public CanaryNames Canaries { get; init; } = CanaryNames.None;

    /// <summary>The two seats that debaters take in a debate; null for pro and con.</summary>
    [Option("The two seats that debaters take in a debate.")]
    public DebatingSeats? Seats { get; init; }
}

/// <summary>The sides on which a meeting debates each motion.</summary>
public enum MeetingSides
{
    /// <summary>Both, one debate each.</summary>
    Both,

    /// <summary>One.</summary>
    One,
}

/// <summary>How the debaters of a tournament are seeded.</summary>
public enum SeedingOrder
{
    /// <summary>In the order in which they are listed.</summary>
    Listed,

    /// <summary>In an order that is drawn.</summary>
    Drawn,
}

/// <summary>Whether a judge may sit over a debater of its own family.</summary>
public enum PanelConflicts
{
    /// <summary>Never.</summary>
    Avoid,

    /// <summary>As the lot falls.</summary>
    Allow,
}

/// <summary>The seats that debaters take in a debate.</summary>
/// <param name="Pro">The seat of the one who speaks for the motion.</param>
/// <param name="Con">The other one.</param>
public sealed record DebatingSeats(string Pro, string Con) : IOptionValue<DebatingSeats>
{
    /// <inheritdoc/>
    public static string Rule => "two seat names with a comma between them, or nothing";

    /// <inheritdoc/>
    public static bool TryRead(string text, out DebatingSeats? value)
    {
        value = text.Split(',') is [var pro, var con] && pro.Trim().Length > 0 && con.Trim().Length > 0 && pro != con ? new(pro, con)
            : null;
        return value is not null || text.Length == 0;
    }

    /// <inheritdoc/>
    public static string Write(DebatingSeats? value) => value is null ? "" : $"{value.Pro},{value.Con}";
}
