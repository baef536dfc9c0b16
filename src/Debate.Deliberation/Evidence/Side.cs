namespace Debate.Deliberation.Evidence;

/// <summary>The two sides of an evidence debate.</summary>
public enum Side
{
    /// <summary>Speaks for the claim.</summary>
    Pro,

    /// <summary>Speaks against the claim.</summary>
    Con,
}

/// <summary>Extensions of <see cref="Side"/>.</summary>
public static class Sides
{
    /// <summary>The opponent.</summary>
    public static Side Other(this Side side) => side == Side.Pro ? Side.Con : Side.Pro;

    /// <summary>+1 for pro, -1 for con: the factor that turns a value for pro into a value for the side, and back.</summary>
    public static int Sign(this Side side) => side == Side.Pro ? 1 : -1;
}
