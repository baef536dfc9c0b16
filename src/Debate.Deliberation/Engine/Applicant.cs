using System.Text.Json.Serialization;

namespace Debate.Deliberation.Engine;

/// <summary>How much of a busy model a run gets. It decides when a call is let in, never what is asked or recorded.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Priority>))]
public enum Priority
{
    /// <summary>A quarter of a normal run's share.</summary>
    [JsonStringEnumMemberName("low")] Low,

    /// <summary>What a run has that says nothing.</summary>
    [JsonStringEnumMemberName("normal")] Normal,

    /// <summary>Four times a normal run's share.</summary>
    [JsonStringEnumMemberName("high")] High,
}

/// <summary>Who asks for admission at a model.</summary>
/// <param name="Root">The root run, for which all its children ask.</param>
/// <param name="Priority">Its priority.</param>
public readonly record struct Applicant(DeliberationId Root, Priority Priority);
