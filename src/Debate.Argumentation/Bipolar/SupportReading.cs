namespace Debate.Argumentation.Bipolar;

/// <summary>How a supporting inference affects the acceptance of its conclusion.</summary>
public enum SupportReading
{
    /// <summary>
    /// Not at all: an argument needs no support to be accepted. The interpretation of
    /// <see cref="Semantics.Grounded.Labelling(ArgumentGraph)"/>.
    /// </summary>
    None,

    /// <summary>The conclusion cannot be accepted without the premises (Nouioua and Risch, 2011).</summary>
    Necessary,

    /// <summary>The premises cannot be accepted without the conclusion (Boella, Gabbay, van der Torre and Villata, 2010).</summary>
    Deductive,
}
