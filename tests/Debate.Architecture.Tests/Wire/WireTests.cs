using System.Text.Json;
using CsCheck;
using Debate.Argumentation;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Inquiries;
using Debate.Argumentation.Solving;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Deliberations;
using Debate.Grains.Models;
using Debate.Runtime.Externals;
using Debate.Rewards.Serving;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Debate.Architecture.Tests.Wire;

/// <summary>What is sent between silos arrives unchanged, and what stays within a silo is not copied.</summary>
public sealed class WireTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddDebateWireFormat().BuildServiceProvider();
    private static readonly Serializer Serializer = Services.GetRequiredService<Serializer>();
    private static readonly DeepCopier Copier = Services.GetRequiredService<DeepCopier>();

    private static readonly Dictionary<Type, Action> RoundTrips = new()
    {
        [typeof(Answer)] = () => Check(Samples.Answered),
        [typeof(ArgumentStrength)] = () => Check(GraphSamples.Strength),
        [typeof(EditReply)] = () => Check(GraphSamples.EditReply),
        [typeof(EditStatus)] = () => Check(Gen.Enum<EditStatus>()),
        [typeof(FormulatedCall)] = () => Check(GraphSamples.Formulated),
        [typeof(GraphAnswer)] = () => Check(GraphSamples.Answer),
        [typeof(GraphCall)] = () => Check(GraphSamples.Call),
        [typeof(GraphChange)] = () => Check(GraphSamples.Change),
        [typeof(GraphEdit)] = () => Check(GraphSamples.Edit),
        [typeof(GraphEditKind)] = () => Check(Gen.Enum<GraphEditKind>()),
        [typeof(GraphInquiry)] = () => Check(GraphSamples.Inquiry),
        [typeof(GraphLine)] = () => Check(GraphSamples.Line),
        [typeof(GraphReply)] = () => Check(GraphSamples.TextReply),
        [typeof(GraphFailure)] = () => Check(Gen.Enum<GraphFailure>()),
        [typeof(GraphWriting)] = () => Check(GraphSamples.Writing),
        [typeof(MapView)] = () => Check(GraphSamples.View),
        [typeof(PictureShape)] = () => Check(Gen.Enum<PictureShape>()),
        [typeof(GraphReasons)] = () => Check(GraphSamples.Reasons),
        [typeof(GraphQuery)] = () => Check(GraphSamples.Query),
        [typeof(GraphReadReply)] = () => Check(GraphSamples.Reading),
        [typeof(GraphStrengths)] = () => Check(GraphSamples.Strengths),
        [typeof(InferenceKind)] = () => Check(Gen.Enum<InferenceKind>()),
        [typeof(SolveCall)] = () => Check(GraphSamples.Solve),
        [typeof(SolverReply)] = () => Check(GraphSamples.Reply),
        [typeof(SolveLimits)] = () => Check(GraphSamples.Terms),
        [typeof(ProgramCall)] = () => Check(EntrySamples.Program),
        [typeof(ProgramLimits)] = () => Check(EntrySamples.Limits),
        [typeof(ProgramResult)] = () => Check(EntrySamples.Result),
        [typeof(ProgramEnd)] = () => Check(Gen.Enum<ProgramEnd>()),
        [typeof(SolveFailure)] = () => Check(Gen.Enum<SolveFailure>()),
        [typeof(SupportReading)] = () => Check(Gen.Enum<SupportReading>()),
        [typeof(RolloutCall)] = () => Check(RewardSamples.Cohort),
        [typeof(PairwiseJudgement)] = () => Check(RewardSamples.Contest),
        [typeof(RewardCall)] = () => Check(RewardSamples.Call),
        [typeof(RewardReply)] = () => Check(RewardSamples.Reply),
        [typeof(RewardFailure)] = () => Check(Gen.Enum<RewardFailure>()),
        [typeof(GroupRewards)] = () => Check(RewardSamples.Outcome),
        [typeof(Budget)] = () => Check(Samples.Budget),
        [typeof(ChatMessage)] = () => Check(Samples.ChatMessage),
        [typeof(Decision)] = () => Check(Samples.Decision),
        [typeof(DeliberationId)] = () => Check(Samples.Id),
        [typeof(ExternalReply)] = () => Check(Samples.Played),
        [typeof(ExternalTurn)] = () => Check(Samples.Turn),
        [typeof(HostReply)] = () => Check(Samples.Answer),
        [typeof(HostScore)] = () => Check(Samples.Scored),
        [typeof(ScoreCall)] = () => Check(Samples.ScoreCall),
        [typeof(ModelScore)] = () => Check(Samples.Score),
        [typeof(ModelCall)] = () => Check(Samples.Call),
        [typeof(ModelReply)] = () => Check(Samples.Reply),
        [typeof(RunOutcome)] = () => Check(Samples.Outcome),
        [typeof(AbsentSeat)] = () => Check(Samples.Absent),
        [typeof(PanelVote)] = () => Check(Samples.Vote),
        [typeof(NamedPlace)] = () => Check(Samples.Place),
        [typeof(PolicyTrace)] = () => Check(Samples.Policy.Where(p => p is not null)),
        [typeof(ExternalReplyStatus)] = () => Check(Gen.Enum<ExternalReplyStatus>()),
        [typeof(Tenant)] = () => Check(Samples.Tenant),
        [typeof(SeatTurns)] = () => Check(Samples.Turns),
        [typeof(StartPermits)] = () => Check(Samples.Grant),
        [typeof(Priority)] = () => Check(Gen.Enum<Priority>()),
        [typeof(Problem)] = () => Check(Samples.Problem),
        [typeof(ProtocolOptions)] = () => Check(Samples.Options),
        [typeof(Role)] = () => Check(Samples.Role),
        [typeof(RunStatus)] = () => Check(Samples.Status),
        [typeof(OutcomeSummary)] = () => Check(Samples.OutcomeHead),
        [typeof(RunSummary)] = () => Check(Samples.Summary),
        [typeof(Sampling)] = () => Check(Samples.Sampling),
        [typeof(Seat)] = () => Check(Samples.Seat),
        [typeof(RunDefinition)] = () => Check(Samples.Snapshot),
        [typeof(FailureKind)] = () => Check(Samples.Trouble),
        [typeof(ReplyFault)] = () => Check(Samples.Fault),
        [typeof(FaultCounts)] = () => Check(Samples.Faults),
        [typeof(Usage)] = () => Check(Samples.Usage),
        [typeof(Verdict)] = () => Check(Samples.Verdict),
    };

    public static TheoryData<string> Types => [.. WireTypes.All.Select(t => t.FullName!)];

    [Fact]
    public void Grain_interfaces_are_found() =>
        Assert.Superset(new HashSet<Type> { typeof(IArgumentGraphGrain), typeof(IDeliberationGrain), typeof(IModelHostGrain),
            typeof(ISolverGrain) }, WireTypes.GrainInterfaces.ToHashSet());

    [Theory, MemberData(nameof(Types))]
    public void Wire_type_round_trips_and_stays_the_same_instance_locally(string name)
    {
        var type = WireTypes.All.Single(t => t.FullName == name);
        Assert.True(RoundTrips.TryGetValue(type, out var check), $"{type} crosses a grain interface: give WireTests values of it");
        check!();
    }

    [Theory, MemberData(nameof(Types))]
    public void Wire_type_cannot_be_changed_once_it_is_made(string name)
    {
        var settable = WireTypes.All.Single(t => t.FullName == name).GetProperties()
            .Where(p => p.Name != nameof(SortedList<,>.Capacity)) // Changes no value.
            .Where(p => p.GetIndexParameters().Length == 0 && p.SetMethod is { IsPublic: true } set
                && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)));
        Assert.Empty(settable.Select(p => p.Name));
    }

    /// <summary>
    /// Orleans prefers its own codec for sorted dictionaries, which cannot construct ours; so options travel only inside a run definition.
    /// </summary>
    [Fact]
    public void Options_are_never_sent_on_their_own()
    {
        Assert.True(WireTypes.IsSent(typeof(RunDefinition)));
        Assert.False(WireTypes.IsSent(typeof(ProtocolOptions)));
    }

    [Fact]
    public void Grain_calls_have_names_that_do_not_change_with_the_code()
    {
        Assert.All(WireTypes.GrainInterfaces, i => Assert.True(i.IsDefined(typeof(AliasAttribute), false), i.Name));
        Assert.All(WireTypes.GrainInterfaces.SelectMany(i => i.GetMethods()),
            m => Assert.True(m.IsDefined(typeof(AliasAttribute), false), m.Name));
    }

    private static void Check<T>(Gen<T> values) => values.Sample(value =>
    {
        Assert.Equal(Json(value), Json(JsonSerializer.Deserialize<T>(Json(value), WireFormat.Json)));
        if (typeof(T) == typeof(ProtocolOptions)) return;
        Assert.Equal(Json(value), Json(Serializer.Deserialize<T>(Serializer.SerializeToArray(value))));
        Assert.Equal(Json(value), Json((T)Serializer.Deserialize<object>(Serializer.SerializeToArray<object>(value!))!));
        object sent = value!;
        if (typeof(T).IsValueType) Assert.Equal(value, Copier.Copy(value));
        else Assert.Same(sent, Copier.Copy(sent));
    }, iter: 60, seed: "0000000000002");

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, WireFormat.Json);
}
