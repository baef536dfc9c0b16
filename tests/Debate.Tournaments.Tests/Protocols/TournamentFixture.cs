using Debate.Argumentation.Solving;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Tests.Engine;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Tests.Protocols;

/// <summary>
/// Tournaments on the engine without Orleans: a list as journal, and debates won by the debater with the smaller number in its name. It can
/// fail in the middle.
/// </summary>
internal sealed class TournamentFixture : IModelClient, ISolvers, IChildRunner
{
    private static readonly ProtocolDescriptor Match =
        new ProtocolDescriptor<MatchOptions>("match", 1, () => throw new InvalidOperationException("a match is decided here"))
        {
            Seats = _ => ["pro", "con"],
            Debaters = _ => 2,
        };

    public ListJournal Journal { get; } = new();

    /// <summary>Matches played, in order, each by its key.</summary>
    public List<string> Played { get; } = [];

    /// <summary>The order of the answers in each match, by its key.</summary>
    public Dictionary<string, string> Orders { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of matches that can still be played before it fails.</summary>
    public int Strength { get; set; } = int.MaxValue;

    /// <summary>Whether the model of a debater, or of another seat, cannot be asked now.</summary>
    public Func<string, bool> IsGone { get; set; } = _ => false;

    /// <summary>Whether the verdict of a match, by its key, could not be read.</summary>
    public Func<string, bool> IsUnread { get; set; } = _ => false;

    /// <summary>The kind of failure of models that are gone.</summary>
    public FailureKind Trouble { get; set; } = FailureKind.Unreachable;

    /// <summary>Attempts at matches that failed because a model was gone, each by its key.</summary>
    public List<string> Failed { get; } = [];

    private EnginePorts Ports =>
        new(Journal, this, this, this, new([Debate.Tournaments.Protocols.Tournament.Descriptor, Match]), TimeProvider.System, "test");

    public static RunDefinition Tournament(string format, int debaters, params (string Name, string Value)[] options) => new()
    {
        Id = new("t"),
        Kind = "tournament",
        Name = "test",
        Protocol = "tournament",
        Version = Debate.Tournaments.Protocols.Tournament.Descriptor.Fingerprint,
        Options = Debate.Tournaments.Protocols.Tournament.Descriptor.CompleteOptions(new(
            options.Select(o => KeyValuePair.Create(o.Name, o.Value)).Append(new("format", format)).Append(new("protocol", "match")))),
        Seats = [.. Enumerable.Range(0, debaters).Select(i => Debater($"d{i}"))],
        Problem = new Problem("t", "t") { Parts = [.. Enumerable.Range(0, 4).Select(i => new Problem($"m{i}", $"motion {i}"))] },
        Seed = 7,
    };

    public static Seat Debater(string name) => new(name, $"model of {name}") { Debater = name };

    public Task<RunOutcome> RunAsync(RunDefinition tournament) => new RunDriver(Ports, tournament.Id).StartAsync(tournament);

    public Task<RunOutcome> ResumeAsync() => new RunDriver(Ports, new("t")).ResumeAsync();

    public async Task<IReadOnlyList<EntryBody>> EntriesAsync() => [.. (await Journal.ReadAsync(new("t"))).Select(e => e.ReadBody())];

    public async Task<TournamentReport> ReportAsync() =>
        TournamentReport.FromJournal(await EntriesAsync(), [], Usage.None, isRunning: false);

    /// <summary>The recorded rounds.</summary>
    public async Task<string[]> RoundsAsync() =>
        [.. (await EntriesAsync()).OfType<DecisionRecorded>().Where(r => r.Name == "round").Select(r => r.Value)];

    public async Task<RunOutcome> RunAsync(RunDefinition child, CancellationToken cancellation)
    {
        await Task.Yield();
        var key = child.Id.Value[2..];
        lock (Played)
        {
            if (child.Seats.FirstOrDefault(s => IsGone(s.Debater ?? s.Name)) is { } gone)
            {
                Failed.Add(key);
                var why = $"{gone.Model} is gone";
                return new(RunStatus.Failed, null, Usage.None, why, Trouble) { Absent = [new(gone.Name, why)] };
            }
            if (--Strength < 0) return new(RunStatus.Failed, null, Usage.None, "the hall broke down", FailureKind.Unreachable);
            Played.Add(key);
            Orders[key] = child.Options["orders"];
        }
        var (pro, con) = (child.Seats[0].Debater!, child.Seats[1].Debater!);
        var verdict = IsUnread(key) ? new Verdict(Decision.Undecided) { Fault = ReplyFault.Unread }
            : new Verdict(Decision.Decided) { Side = Number(pro) < Number(con) ? "pro" : "con" };
        return new(RunStatus.Finished, verdict, new(1));
    }

    public ModelTerms? FindTerms(string model) => null;

    public Task<ModelReply> AskAsync(ModelCall call, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Answer> SolveAsync(SolveCall call, CancellationToken cancellation) => throw new NotSupportedException();

    private static int Number(string debater) => int.Parse(debater.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The options of a match that is decided without a debate.</summary>
internal sealed record MatchOptions
{
    /// <summary>In which order the answers stand.</summary>
    [Option("In which order the answers stand.")]
    public Debate.Deliberation.Discussions.AnswerOrders Orders { get; init; }
}
