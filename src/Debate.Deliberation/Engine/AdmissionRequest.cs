using System.Text.Json.Serialization;

namespace Debate.Deliberation.Engine;

/// <summary>A run's share of a busy model. It decides when a call is admitted, never what is asked or recorded.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Priority>))]
public enum Priority
{
    /// <summary>A quarter of a normal run's share.</summary>
    [JsonStringEnumMemberName("low")] Low,

    /// <summary>The default.</summary>
    [JsonStringEnumMemberName("normal")] Normal,

    /// <summary>Four times a normal run's share.</summary>
    [JsonStringEnumMemberName("high")] High,
}

/// <summary>A run's request for admission at a model.</summary>
/// <param name="Root">The root run: its children queue as one with it.</param>
/// <param name="Priority">Its priority.</param>
public readonly record struct AdmissionRequest(DeliberationId Root, Priority Priority);
