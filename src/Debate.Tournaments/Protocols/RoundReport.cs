namespace Debate.Tournaments.Protocols;

/// <summary>A round as it stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meetings">Who meets whom, in the order of the draw.</param>
/// <param name="Byes">Who sits out and goes on.</param>
public sealed record RoundReport(string Name, IReadOnlyList<MeetingReport> Meetings, IReadOnlyList<string> Byes)
{
    /// <summary>The report of a round.</summary>
    public static RoundReport Of(PlayedRound played) =>
        new(played.Round.Name, [.. played.Meetings.Select(MeetingReport.Of)], played.Round.Byes);
}

/// <summary>Two debaters in one round as they stand.</summary>
/// <param name="A">Who speaks for the motion first.</param>
/// <param name="B">The other one.</param>
/// <param name="PointsOfA">1 a debate won, 0.5 a debate drawn.</param>
/// <param name="PointsOfB">The same of the other one.</param>
/// <param name="Debates">Debates that the meeting has.</param>
/// <param name="Finished">Those with a verdict.</param>
public sealed record MeetingReport(string A, string B, double PointsOfA, double PointsOfB, int Debates, int Finished)
{
    /// <summary>The report of a meeting.</summary>
    public static MeetingReport Of(Meeting meeting) =>
        new(meeting.A, meeting.B, meeting.PointsOfA, meeting.PointsOfB, meeting.Debates, meeting.Games.Count);
}
