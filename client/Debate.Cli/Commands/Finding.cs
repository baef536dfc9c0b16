namespace Debate.Cli.Commands;

/// <summary>What <c>debate doctor</c> found.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Ok">Whether it is well.</param>
/// <param name="Detail">In one line.</param>
internal sealed record Finding(string Name, bool Ok, string Detail);
