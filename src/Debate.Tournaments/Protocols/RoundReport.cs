namespace Debate.Tournaments.Protocols;

/// <summary>The state of a round.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meetings">The meetings, in the order of the draw.</param>
/// <param name="Byes">The debaters with a bye.</param>
public sealed record RoundReport(string Name, IReadOnlyList<MeetingReport> Meetings, IReadOnlyList<string> Byes)
{
    /// <summary>The report of a round.</summary>
    public static RoundReport FromRound(PlayedRound played) =>
        new(played.Round.Name, [.. played.Meetings.Select(MeetingReport.FromMeeting)], played.Round.Byes);
}

/// <summary>The state of a meeting.</summary>
/// <param name="A">The debater who speaks for the motion first.</param>
/// <param name="B">The other one.</param>
/// <param name="PointsOfA">The points of A: 1 a debate won, 0.5 a debate drawn.</param>
/// <param name="PointsOfB">The points of B.</param>
/// <param name="Debates">The number of debates in the meeting.</param>
/// <param name="Finished">The number of debates with a verdict.</param>
public sealed record MeetingReport(string A, string B, double PointsOfA, double PointsOfB, int Debates, int Finished)
{
    /// <summary>The report of a meeting.</summary>
    public static MeetingReport FromMeeting(Meeting meeting) =>
        new(meeting.A, meeting.B, meeting.PointsOfA, meeting.PointsOfB, meeting.Debates, meeting.Games.Count);
}
