using CsCheck;
using Debate.Argumentation;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Inquiries;
using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Architecture.Tests.Wire;

/// <summary>Sample values of what solvers and graphs send and journal.</summary>
internal static class GraphSamples
{
    private static readonly Gen<int> Number = Gen.Int[0, 1000];
    private static readonly Gen<double> Unit = Gen.Double[0, 1];
    private static readonly Gen<SolveFailure> Trouble = Gen.Enum<SolveFailure>();

    public static Gen<GraphEdit> Edit { get; } = Gen.Select(
        Gen.Enum<GraphEditKind>(), Samples.Text, Samples.Optional, Samples.Texts, Gen.Enum<InferenceKind>(), Samples.Optional,
        Gen.Select(Gen.Bool, Unit),
        (kind, id, to, premises, step, text, score) => new GraphEdit(kind, id)
        {
            To = to, Premises = score.Item1 ? premises : null, Step = step, Text = text, Score = score.Item1 ? score.Item2 : null,
        });

    public static Gen<GraphChange> Change { get; } =
        Gen.Select(Samples.Text, Edit.Array[0, 3], Samples.Limit, Samples.Optional, Gen.Bool, (id, edits, expected, text, flag) =>
            new GraphChange(id, [.. edits], expected)
            {
                Map = text, Removes = flag, Exists = text is null ? null : flag, Field = text, MaxNodes = expected,
            });

    public static Gen<GraphLine> Line { get; } = Gen.Select(Samples.Count, Number, Samples.Limit,
        (version, count, removed) => new GraphLine(version, count, count + 1, count + 2, version, removed));

    public static Gen<MapView> View { get; } = Gen.Select(Samples.Optional, Number, Samples.Index, Gen.Enum<PictureShape>(), Gen.Bool,
        (text, around, depth, shape, accepted) =>
            new MapView { Focus = text, Around = around, Depth = depth, Shape = shape, Strengths = text, Accepted = accepted });

    public static Gen<GraphWriting> Writing { get; } =
        Gen.Select(Samples.Text, View, Samples.Limit, (format, view, version) => new GraphWriting(format, view, version));

    public static Gen<GraphReply> TextReply { get; } = Gen.Select(Samples.Count, Samples.Optional, Gen.Enum<GraphFailure>(),
        Samples.Optional, (version, text, trouble, message) => new GraphReply(version, text, trouble, message) { LeftOut = message });

    public static Gen<GraphInquiry> Inquiry { get; } = Gen.Select(
        Number, Samples.Text, Samples.Optional, Gen.Bool, Edit.Array[0, 3], Samples.Limit, (kind, text, optional, flag, edits, to) =>
        (GraphInquiry)((kind % 7) switch
        {
            0 => new OverviewInquiry(),
            1 => new AcceptanceInquiry(text, text, flag, text),
            2 => new ExtensionsInquiry(text, text, kind),
            3 => new StrengthInquiry(optional, optional),
            4 => new ExplanationInquiry(text, text, flag, text, kind),
            5 => new ContestInquiry(edits, optional, flag) { Claim = optional },
            _ => new DifferenceInquiry(kind, to),
        }));

    public static Gen<EditReply> EditReply { get; } =
        Gen.Select(Gen.Enum<EditStatus>(), Samples.Count, Samples.Optional,
            (status, version, message) => new EditReply(status, version, message));

    public static Gen<GraphReadReply> Reading { get; } =
        Gen.Select(Samples.Count, Samples.Optional, Samples.Optional,
            (version, text, message) => new GraphReadReply(version, text, message));

    public static Gen<GraphQuery> Query { get; } = Gen.Select(Samples.Text, Samples.Optional, Samples.Limit, Gen.Enum<SupportReading>(),
        (problem, argument, limit, supports) => new GraphQuery(problem, argument, limit, supports));

    public static Gen<GraphCall> Call { get; } =
        Gen.Select(Samples.Text, Query, Samples.Limit, (graph, question, version) => new GraphCall(graph, question, version));

    public static Gen<SolveCall> Solve { get; } = Gen.Select(Number, Number.Array[0, 4], Samples.Text, Samples.Index, Samples.Limit,
        (count, attacks, problem, argument, limit) => new SolveCall(count, [.. attacks], [.. attacks.Reverse()], problem, argument, limit));

    public static Gen<SolveLimits> Terms { get; } =
        Gen.Select(Gen.Bool, Samples.Count, Samples.Limit,
            (timed, ticks, conflicts) => new SolveLimits(timed ? new TimeSpan(ticks) : null, conflicts)
            {
                Ticket = timed ? new Guid((int)ticks, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) : null,
            });

    public static Gen<SolverReply> Reply { get; } = Gen.Select(Samples.Answered, Gen.Bool, Trouble, Samples.Optional,
        (answer, answered, error, message) => new SolverReply(answered ? answer : null, error, message));

    public static Gen<FormulatedCall> Formulated { get; } = Gen.Select(Samples.Count, Solve, Gen.Bool, Trouble, Samples.Optional,
        (version, call, formulated, error, message) => new FormulatedCall(version, formulated ? call : null, error, message));

    public static Gen<GraphAnswer> Answer { get; } = Gen.Select(Samples.Count, Gen.Bool, Trouble, Samples.Optional, Samples.Texts,
        (version, accepted, error, text, ids) => new GraphAnswer(version, accepted, error, text)
        {
            Witness = accepted ? ids : null, Extensions = accepted ? null : [ids, []], Count = text,
        });

    public static Gen<ArgumentStrength> Strength { get; } =
        Gen.Select(Samples.Text, Unit, (id, strength) => new ArgumentStrength(id, strength));

    public static Gen<GraphStrengths> Strengths { get; } =
        Gen.Select(Samples.Count, Strength.Array[0, 3], Gen.Bool, Trouble, Samples.Optional,
        (version, strengths, converged, error, message) =>
        new GraphStrengths(version, converged ? strengths : null, converged, error, message));

    public static Gen<GraphReasons> Reasons { get; } = Gen.Select(Samples.Count, Gen.Bool, Trouble, Samples.Optional, Samples.Texts,
        (version, accepted, error, message, texts) =>
        new GraphReasons(version, accepted, error, message) { Sentences = texts, Mentioned = texts, Part = message });
}
