using System.Diagnostics;
using System.Diagnostics.Metrics;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Runtime.Telemetry;

/// <summary>
/// The traces and metrics of deliberations; the activity source and the meter are both named "Debate". No debate text is recorded, and ids
/// appear in traces only: the tags of metrics have few values.
/// </summary>
public static class DebateTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Debate";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly UpDownCounter<long> Active =
        Meter.CreateUpDownCounter<long>("debate.deliberations.active", "{deliberation}", "Deliberations that are driven now.");

    private static readonly Counter<long> Ended =
        Meter.CreateCounter<long>("debate.deliberations.ended", "{deliberation}", "Deliberations that stand still, by status.");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("debate.deliberation.duration", "s", "Time from a deliberation's activation to its end.");

    private static readonly Counter<long> Turns = Meter.CreateCounter<long>("debate.turns", "{turn}", "Turns that seats took.");

    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("debate.tokens", "{token}", "Tokens, by direction.");

    private static readonly Counter<double> Cost =
        Meter.CreateCounter<double>("debate.cost", "{money}", "What calls cost at configured prices.");

    private static readonly UpDownCounter<long> Waiting =
        Meter.CreateUpDownCounter<long>("debate.queue.waiting", "{turn}", "Turns that wait for a place at a model.");

    private static readonly Histogram<double> Wait =
        Meter.CreateHistogram<double>("debate.queue.wait", "s", "Time until a turn has a place at a model.");

    private static readonly UpDownCounter<long> Load =
        Meter.CreateUpDownCounter<long>("debate.host.load", "{call}", "Calls in flight at a model.");

    private static readonly Histogram<double> Solving =
        Meter.CreateHistogram<double>("debate.solver.duration", "s", "Time to a solver's answer, its queue included.");

    private static readonly Histogram<double> Executing =
        Meter.CreateHistogram<double>("debate.program.duration", "s", "Time to a program's end, its queue included, by language and end.");

    private static readonly Histogram<double> Appending =
        Meter.CreateHistogram<double>("debate.journal.append", "s", "Time until an entry is durable.");

    internal static Activity? StartRun(DeliberationId id)
    {
        Active.Add(1);
        return Source.StartActivity("deliberate")?.SetTag("debate.id", id.Value);
    }

    internal static void RecordRunEnd(RunStatus status, TimeSpan took)
    {
        var tag = new KeyValuePair<string, object?>("status", StatusWord.Format(status));
        Active.Add(-1);
        Ended.Add(1, tag);
        Duration.Record(took.TotalSeconds, tag);
    }

    internal static Activity? StartTurn(ModelCall call) => Source.StartActivity("turn")?
        .SetTag("debate.id", call.Id.Value).SetTag("debate.path", call.Path).SetTag("seat", call.Seat.Name)
        .SetTag("model", call.Seat.Model)
        // OpenTelemetry's names for the same: a seat is an agent, a deliberation a conversation; the call itself is the model host's span.
        .SetTag("gen_ai.operation.name", "invoke_agent").SetTag("gen_ai.provider.name", "debate")
        .SetTag("gen_ai.agent.name", call.Seat.Name).SetTag("gen_ai.conversation.id", call.Id.Value)
        .SetTag("gen_ai.request.model", call.Seat.Model);

    internal static Activity? StartScore(ScoreCall call) => Source.StartActivity("score")?
        .SetTag("debate.id", call.Id.Value).SetTag("debate.path", call.Path).SetTag("seat", call.Seat.Name)
        .SetTag("model", call.Seat.Model);

    internal static void RecordReply(Activity? turn, string model, Usage usage)
    {
        turn?.SetTag("gen_ai.usage.input_tokens", usage.TokensIn).SetTag("gen_ai.usage.output_tokens", usage.TokensOut);
        var tag = new KeyValuePair<string, object?>("model", model);
        Turns.Add(1, tag);
        Tokens.Add(usage.TokensIn, tag, new("direction", "in"));
        Tokens.Add(usage.TokensOut, tag, new("direction", "out"));
        Cost.Add((double)usage.Cost, tag);
    }

    internal static void RecordFailure(Activity? turn, Exception error) =>
        turn?.SetTag("error.type", error.GetType().FullName).SetStatus(ActivityStatusCode.Error);

    internal static void AddWaiting(string model, int change) => Waiting.Add(change, new KeyValuePair<string, object?>("model", model));

    internal static void RecordWait(string model, TimeSpan took) =>
        Wait.Record(took.TotalSeconds, new KeyValuePair<string, object?>("model", model));

    internal static void AddLoad(string model, int change) => Load.Add(change, new KeyValuePair<string, object?>("model", model));

    internal static Activity? StartSolve(string problem) => Source.StartActivity("solve")?.SetTag("problem", problem);

    internal static void RecordSolve(string problem, TimeSpan took) =>
        Solving.Record(took.TotalSeconds, new KeyValuePair<string, object?>("problem", problem));

    internal static Activity? StartProgram(string language) => Source.StartActivity("execute")?.SetTag("language", language);

    internal static void RecordProgram(Activity? program, string language, ProgramEnd end, TimeSpan took)
    {
        program?.SetTag("end", $"{end}");
        Executing.Record(took.TotalSeconds, new("language", language), new("end", $"{end}"));
    }

    internal static void RecordAppend(TimeSpan took) => Appending.Record(took.TotalSeconds);
}
