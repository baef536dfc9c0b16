using System.Collections.Immutable;
using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Models;

/// <summary>How a simulated reasoner thinks. Every value that is not a count is a probability in [0, 1].</summary>
public sealed record ReasonerTraits
{
    /// <summary>What a revision makes of a wrong answer or step: the probability that it becomes right.</summary>
    public double Fix { get; init; } = 0.3;

    /// <summary>What a revision makes of a right answer or step: the probability that it becomes wrong.</summary>
    public double Harm { get; init; } = 0.1;

    /// <summary>The probability that it accepts what is right, when it verifies.</summary>
    public double AcceptsRight { get; init; } = 0.95;

    /// <summary>The probability that it accepts what is wrong, when it verifies.</summary>
    public double AcceptsWrong { get; init; } = 0.2;

    /// <summary>The number of steps of a solution.</summary>
    public int Steps { get; init; } = 4;

    /// <summary>
    /// The probability that a step is sound; null for the one with which a whole solution is as often right as an answer given at once.
    /// </summary>
    public double? Step { get; init; }

    /// <summary>The standard deviation of the noise in the values that it gives to partial solutions; not negative.</summary>
    public double Noise { get; init; }

    /// <summary>
    /// The number of tokens of a thought before its answer is out, the answer included; 0 for replies that do not think aloud.
    /// </summary>
    public int Length { get; init; }

    /// <summary>The probability that a program of its own prints the right answer.</summary>
    public double ToolRight { get; init; } = 0.8;

    /// <summary>The probability that it writes a program unasked, where the request says that programs are run.</summary>
    public double Tool { get; init; }

    /// <summary>The same after each hint that was put into its thought.</summary>
    public double Hinted { get; init; }

    /// <summary>
    /// The number of skills of which each question needs one, drawn by its text: under a plan it solves the questions whose skill the plan
    /// names, and no others. 0 where a plan changes nothing.
    /// </summary>
    public int Skills { get; init; }

    /// <summary>The probability that its rationale is a good one; null where answers do not depend on rationales.</summary>
    public double? Rationale { get; init; }

    /// <summary>The probability of a right answer after a good rationale.</summary>
    public double LeadsGood { get; init; } = 0.9;

    /// <summary>The probability of a right answer after a bad rationale.</summary>
    public double LeadsBad { get; init; } = 0.3;

    /// <summary>The probability that an example of its own making is well-formed.</summary>
    public double Demonstrates { get; init; } = 0.75;

    /// <summary>What each example before a question adds to its accuracy.</summary>
    public double Demonstration { get; init; } = 0.08;

    /// <summary>Of what it finds wrong: the probability that it calls it stuck, where that is asked.</summary>
    public double Stuck { get; init; }

    /// <summary>How often a text of actions with a right answer in it ends right: after going on, reflecting and exploring.</summary>
    public ImmutableArray<double> FromRight { get; init; } = [0.9, 0.8, 0.6];

    /// <summary>The same with a wrong answer in it; exploring with none.</summary>
    public ImmutableArray<double> FromWrong { get; init; } = [0.1, 0.6, 0.4];

    internal static ReasonerTraits Read(YamlFields fields)
    {
        var fallback = new ReasonerTraits();
        var (accepts, leads) = (fields.GetShares("accepts", 2), fields.GetShares("leads", 2));
        return new()
        {
            Fix = fields.Get("fix", Values.Share) ?? fallback.Fix,
            Harm = fields.Get("harm", Values.Share) ?? fallback.Harm,
            AcceptsRight = accepts?[0] ?? fallback.AcceptsRight,
            AcceptsWrong = accepts?[1] ?? fallback.AcceptsWrong,
            Steps = fields.Get("steps", Values.Count) ?? fallback.Steps,
            Step = fields.Get("step", Values.Share),
            Noise = fields.Get("noise", Values.Real(0, double.PositiveInfinity)) ?? fallback.Noise,
            Length = fields.Get("length", Values.Whole(0, 1_000_000)) ?? fallback.Length,
            ToolRight = fields.Get("toolRight", Values.Share) ?? fallback.ToolRight,
            Tool = fields.Get("tool", Values.Share) ?? fallback.Tool,
            Hinted = fields.Get("hinted", Values.Share) ?? fallback.Hinted,
            Skills = fields.Get("skills", Values.Whole(0, 1000)) ?? fallback.Skills,
            Rationale = fields.Get("rationale", Values.Share),
            LeadsGood = leads?[0] ?? fallback.LeadsGood,
            LeadsBad = leads?[1] ?? fallback.LeadsBad,
            Demonstrates = fields.Get("demonstrates", Values.Share) ?? fallback.Demonstrates,
            Stuck = fields.Get("stuck", Values.Share) ?? fallback.Stuck,
            FromRight = fields.GetShares("fromRight", 3) is { } right ? [.. right] : fallback.FromRight,
            FromWrong = fields.GetShares("fromWrong", 3) is { } wrong ? [.. wrong] : fallback.FromWrong,
            Demonstration = fields.Get("demonstration", Values.Real(-1, 1)) ?? fallback.Demonstration,
        };
    }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("fix", Fix);
        json.WriteNumber("harm", Harm);
        WriteShares(json, "accepts", AcceptsRight, AcceptsWrong);
        json.WriteNumber("stuck", Stuck);
        WriteShares(json, "fromRight", [.. FromRight]);
        WriteShares(json, "fromWrong", [.. FromWrong]);
        json.WriteNumber("steps", Steps);
        if (Step is { } step) json.WriteNumber("step", step);
        json.WriteNumber("noise", Noise);
        json.WriteNumber("length", Length);
        json.WriteNumber("toolRight", ToolRight);
        json.WriteNumber("tool", Tool);
        json.WriteNumber("hinted", Hinted);
        json.WriteNumber("skills", Skills);
        if (Rationale is { } rationale) json.WriteNumber("rationale", rationale);
        WriteShares(json, "leads", LeadsGood, LeadsBad);
        json.WriteNumber("demonstrates", Demonstrates);
        json.WriteNumber("demonstration", Demonstration);
    }

    private static void WriteShares(Utf8JsonWriter json, string name, params ReadOnlySpan<double> shares)
    {
        json.WriteStartArray(name);
        foreach (var share in shares) json.WriteNumberValue(share);
        json.WriteEndArray();
    }
}
