namespace Debate.Tournaments;

/// <summary>One match to be played: who speaks for and who against a motion.</summary>
/// <param name="Motion">The key of the motion, as the source gave it.</param>
/// <param name="Pro">The debater who speaks for the motion.</param>
/// <param name="Con">The debater who speaks against it.</param>
/// <param name="Key">
/// Unique in the tournament and safe as one segment of a path, a URL and an id (<c>motion--pro--con</c> of <c>a-z 0-9 _ - ~</c>, at most
/// 163 characters; a second match of the same three ends with <c>--2</c>). It depends on these names alone, so adding motions or debaters
/// changes no other key.
/// </param>
public sealed record Pairing(string Motion, string Pro, string Con, string Key);
