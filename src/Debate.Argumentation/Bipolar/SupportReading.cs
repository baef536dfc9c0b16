namespace Debate.Argumentation.Bipolar;

/// <summary>What a supporting inference does for the acceptance of its conclusion.</summary>
public enum SupportReading
{
    /// <summary>
    /// Nothing: an argument needs no support to stand. The reading of
    /// <see cref="Semantics.Grounded.Labelling(ArgumentGraph)"/>.
    /// </summary>
    None,

    /// <summary>The conclusion cannot be accepted without the premises (Nouioua and Risch, 2011).</summary>
    Necessary,

    /// <summary>The premises cannot be accepted without the conclusion (Boella, Gabbay, van der Torre and Villata, 2010).</summary>
    Deductive,
}
