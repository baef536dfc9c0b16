using System.Collections.Immutable;
using System.Numerics;
using CsCheck;
using Debate.Argumentation.Solving;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Models;
using Debate.Runtime.Externals;

namespace Debate.Architecture.Tests.Wire;

/// <summary>
/// Sample values of everything that crosses the wire or is journaled: optional parts present and absent, text that JSON must escape.
/// </summary>
internal static class Samples
{
    internal static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("", "plain", "<<<end>>> & \"quoted\" \\ 'so'", "line\nbreak\ttab\r\u2028\u0001", "é 漢字 😀",
            """{"$type":"Evil","answer":null}"""),
        Gen.String[Gen.Char[' ', '~'], 0, 40]);

    internal static readonly Gen<string?> Optional = Gen.OneOf(Gen.Const((string?)null), Text.Select(t => (string?)t));
    internal static readonly Gen<string[]> Texts = Text.Array[0, 3];
    private static readonly Gen<double?> Real = Gen.OneOf(Gen.Const((double?)null), Gen.Double[-1e6, 1e6].Select(d => (double?)d));
    internal static readonly Gen<long> Count = Gen.Long[0, long.MaxValue / 4];
    internal static readonly Gen<long?> Limit = Gen.OneOf(Gen.Const((long?)null), Count.Select(l => (long?)l));
    private static readonly Gen<decimal> Money = Gen.Long[0, 1_000_000_000].Select(n => n / 1_000_000m);
    private static readonly Gen<DateTimeOffset> Time =
        Gen.Long[0, 3_000_000_000_000_000_000].Select(t => new DateTimeOffset(t, TimeSpan.Zero));

    internal static readonly Gen<int?> Index = Gen.OneOf(Gen.Const((int?)null), Gen.Int.Select(i => (int?)i));

    public static Gen<Tenant> Tenant { get; } = Gen.OneOf("default", "seven").Select(name => new Tenant(name));

    public static Gen<DeliberationId> Id { get; } = Gen.Select(
        Gen.OneOf("run", "run/child-1", "a.b_c~d/v0.12/x"), Tenant, (text, tenant) => new DeliberationId(text) { Tenant = tenant });

    public static Gen<Role> Role { get; } = Gen.Enum<Role>();

    public static Gen<RunStatus> Status { get; } = Gen.Enum<RunStatus>();

    public static Gen<FailureKind> Trouble { get; } = Gen.Enum<FailureKind>();

    public static Gen<Decision> Decision { get; } = Gen.Enum<Decision>();

    public static Gen<ReplyFault> Fault { get; } = Gen.Enum<ReplyFault>();

    public static Gen<FaultCounts> Faults { get; } = Gen.Select(Count, Count, Count, Count, (a, b, c, d) => new FaultCounts(a, b, c, d));

    public static Gen<Usage> Usage { get; } = Gen.Select(Count, Count, Count, Count, Money, Faults.Null(),
        (a, b, c, d, e, faults) => new Usage(a, b, c, d, e) { Faults = faults, Estimated = a });

    public static Gen<Budget> Budget { get; } = Gen.Select(Limit, Limit, Money, Gen.Bool, Count, (calls, tokens, cost, limited, ticks) =>
        new Budget(calls, tokens, limited ? cost : null, limited ? new TimeSpan(ticks) : null));

    public static Gen<Sampling> Sampling { get; } = Gen.Select(Real, Real, Gen.Int[1, 100_000], (t, p, n) => new Sampling(t, p, n));

    public static Gen<Seat> Seat { get;
        } = Gen.Select(Text, Text, Optional, Sampling, Optional, Optional, Limit, (name, model, persona, sampling, own, debater, ticks) =>
        new Seat(name, model)
        {
            Persona = persona, Sampling = sampling, PrivateContext = own, Debater = debater, Patience = ticks is { } t ? new TimeSpan(t)
                : null,
            Judge = own, Family = persona,
        });

    public static Gen<ProtocolOptions> Options { get; } = Gen.Select(Text, Text).Array[0, 4]
        .Select(pairs => new ProtocolOptions(pairs.Select(p => KeyValuePair.Create(p.Item1, p.Item2))));

    public static Gen<Problem> Problem { get; } = Problems(Problems(Gen.Const(new Problem("leaf", "no parts"))));

    public static Gen<RunDefinition> Snapshot { get; } = Gen.Select(
        Gen.Select(Id, Text, Text, Optional), Options, Seat.Array[0, 3], Problem, Gen.Long, Budget,
        (texts, options, seats, problem, seed, budget) =>
            new RunDefinition
            {
                Id = texts.Item1, Kind = "debate", Name = texts.Item2, Protocol = "mad", Version = texts.Item3, Options = options,
                Seats = [.. seats], Problem = problem, Seed = seed, Budget = budget, Configuration = texts.Item4,
                Priority = seed % 2 == 0 ? null : seed % 3 == 0 ? Debate.Deliberation.Engine.Priority.Low
                : Debate.Deliberation.Engine.Priority.High,
            });

    public static Gen<PanelVote> Vote { get; } = Gen.Select(Text, Gen.Bool, Optional, Optional, (judge, swapped, winner, reason) =>
        new PanelVote(judge, swapped, winner, reason) { Fault = winner is null ? ReplyFault.Cut : null });

    public static Gen<NamedPlace> Place { get; } = Gen.Select(Text, Gen.Int[1, 9], (judge, place) => new NamedPlace(judge, place));

    public static Gen<Verdict> Verdict { get; } = Gen.Select(
        Decision, Optional, Optional, Optional, Gen.Int, Texts, Gen.Select(Text, Gen.Double[-1e9, 1e9]).Array[0, 3],
        Gen.Select(Vote.Array[0, 3], Place.Array[0, 3]),
        (decision, answer, side, reason, rounds, notes, measures, judged) => new Verdict(decision)
        {
            Fault = answer is null ? ReplyFault.Empty : null,
            Votes = judged.Item1.Length > 0 ? [.. judged.Item1] : null,
            Places = judged.Item2.Length > 0 ? [.. judged.Item2] : null,
            Rewards = answer is null ? null : new([rounds], [0.5], [], [new(0, 1, 0.25, reason is null ? null : 0.75)]),
            Answer = answer, Side = side, Reason = reason, Ended = answer, Rounds = rounds, Notes = [.. notes],
            Measures = measures.DistinctBy(m => m.Item1).ToImmutableSortedDictionary(m => m.Item1, m => m.Item2),
        });

    public static Gen<AbsentSeat> Absent { get; } = Gen.Select(Text, Text, (seat, reason) => new AbsentSeat(seat, reason));

    public static Gen<RunOutcome> Outcome { get; } = Gen.Select(Status, Verdict, Gen.Bool, Usage, Optional, Trouble, Absent.Array[0, 2],
        (status, verdict, decided, usage, reason, cause, absent) =>
            new RunOutcome(status, decided ? verdict : null, usage, reason, cause) { Absent = absent.Length > 0 ? absent : null });

    public static Gen<OutcomeSummary> OutcomeHead { get; } = Gen.Select(Trouble, Optional, Absent.Array[0, 2], Gen.Bool, Optional, Optional,
        (cause, reason, absent, decided, answer, side) => new OutcomeSummary
        {
            Cause = cause,
            Reason = reason,
            Absent = absent.Length > 0 ? absent : null,
            Decision = decided ? Debate.Deliberation.Decision.Decided : null,
            Answer = answer,
            Side = side,
        });

    public static Gen<RunSummary> Summary { get; } =
        Gen.Select(Id, Text, Status, Time, Gen.Bool, Usage, OutcomeHead, (id, name, status, time, ended, usage, outcome) =>
        new RunSummary
        {
            Id = id,
            Kind = "debate",
            Name = name,
            Status = status,
            Started = time,
            Finished = ended ? time : null,
            Usage = usage,
            OwnUsage = ended ? usage : null,
            Outcome = ended ? outcome : null,
        });

    public static Gen<ChatMessage> ChatMessage { get; } = Gen.Select(Role, Text, Optional,
        (role, text, thoughts) => new ChatMessage(role, text) { Thoughts = thoughts });

    public static Gen<ModelCall> Call { get; } =
        Gen.Select(Id, Text, Seat, ChatMessage.Array[0, 4], Gen.Int, Gen.Long, Gen.Select(Problem, Gen.Bool),
        (id, path, seat, chat, sample, seed, problem) =>
        new ModelCall(id, path, seat, chat, sample, seed, problem.Item2 ? problem.Item1 : null) { Request = path });

    public static Gen<ScoreCall> ScoreCall { get; } = Gen.Select(Id, Text, Seat, ChatMessage.Array[0, 4], Text,
        (id, path, seat, chat, continuation) => new ScoreCall(id, path, seat, chat, continuation));

    public static Gen<PolicyTrace?> Policy { get; } =
        Gen.Select(Gen.Bool, Optional, Gen.Bool, Gen.Int.Array[0, 4], Gen.Double[-50, 0].Array[0, 4],
        (told, version, traced, tokens, logProbs) => told ? new PolicyTrace(version, traced ? tokens : null, traced ? logProbs : null)
        : null);

    public static Gen<ExternalTurn> Turn { get; } = Gen.Select(Text, Text, Text, Gen.Int, ChatMessage.Array[0, 4], Time, Gen.Bool,
        (id, request, seat, sample, messages, until, limited) =>
        new ExternalTurn(id, request, seat, sample, messages, limited ? until : null));

    public static Gen<ExternalReply> Played { get; } =
        Gen.Select(Text, Text, Policy, (turn, text, policy) => new ExternalReply(turn, text, policy));

    public static Gen<SeatTurns> Turns { get; } = Gen.Select(Turn.Array[0, 3], Outcome, Gen.Bool, (turns, outcome, ended) =>
        new SeatTurns(turns, ended ? outcome : null));

    public static Gen<StartPermits> Grant { get; } = Gen.Select(Count, Gen.Int, (ticks, count) => new StartPermits(new(ticks), count));

    public static Gen<ModelReply> Reply { get; } = Gen.Select(Text, Usage, Optional, Optional, Policy,
        (text, usage, finish, thoughts, policy) =>
        new ModelReply(text, usage, finish) { Thoughts = thoughts, Unsent = finish, Policy = policy });

    public static Gen<HostReply> Answer { get; } = Gen.Select(Reply, Gen.Bool, Trouble, Optional, (reply, replied, error, message) =>
        new HostReply(replied ? reply : null, error, message));

    public static Gen<ModelScore> Score { get; } = Gen.Select(Gen.Double[-1000, 0], Gen.Int[0, 1000], Usage,
        (log, tokens, usage) => new ModelScore(log, tokens, usage));

    public static Gen<HostScore> Scored { get; } = Gen.Select(Score, Gen.Bool, Trouble, Optional, (score, scored, error, message) =>
        new HostScore(scored ? score : null, error, message));

    public static Gen<Answer> Answered { get; } =
        Gen.Select(Gen.Bool, Gen.Int.Array[0, 4], Gen.Int.Array[0, 3].Array[0, 3], Count, Gen.Int[0, 3],
        (accepted, witness, extensions, count, kind) => new Answer(
            accepted, kind == 1 ? witness : null, kind == 2 ? extensions : null, kind >= 2 ? BigInteger.Pow(count, 3) : null));

    private static Gen<Problem> Problems(Gen<Problem> parts) => Gen.Select(Text, Text, Texts, Optional, Optional, parts.Array[0, 2],
        (key, text, list, source, graph, inner) => new Problem(key, text)
        {
            Answers = list, Choices = list, WrongAnswers = list, Source = source, Reference = graph, WrongReference = source,
            Explanation = graph, Passage = source, Graph = graph, Motion = source, Knowledge = graph, Parts = inner,
        });
}
