using System.Xml.Linq;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Tournaments.Audits;
using Debate.Tournaments.Protocols;
using Debate.Tournaments.Tests.Protocols;

namespace Debate.Tournaments.Tests;

/// <summary>A tournament's page: what it leads with, which debates it holds, and what it says of the others.</summary>
public sealed class TournamentPageTests
{
    [Fact]
    public async Task Standings_come_first_every_debate_that_counts_is_there_and_skipped_claims_are_last_and_folded()
    {
        var fixture = new TournamentFixture { IsUnread = key => key.StartsWith("m3", StringComparison.Ordinal) };
        await fixture.RunAsync(TournamentFixture.Tournament("round-robin", 3));
        var entries = await fixture.EntriesAsync();
        SkippedMotion[] skipped = [.. Enumerable.Range(0, 30).Select(i => new SkippedMotion($"map#{i}", "the claim 'x' has no evidence"))];
        var report = TournamentReport.FromJournal(entries, skipped, Usage.None, isRunning: false)
            with { Categories = CategoryLine.FromJournal(entries) };
        var folds = new DebateFolds();
        var counted = CountedDebate.FromJournal(entries).ToArray();
        foreach (var debate in counted) folds.Add(debate, CreateRun(debate, "I say so."));
        var page = TournamentPage.Create(report, TournamentAudit.FromJournal(entries), folds);
        Assert.Equal("Leaderboard", page.Sections[0].Heading);
        Assert.Equal(("Not debated", "30 claims"), (page.Sections[^1].Heading, page.Sections[^1].FoldedTable));
        Assert.Equal("Debates", page.Sections[^2].Heading);
        Assert.Equal(["30: the claim"], page.Sections[^1].Paragraphs);
        Assert.Equal((24, 6), (counted.Length, counted.Count(debate => !debate.Game.IsJudged)));
        var ids = XDocument.Parse(page.ToHtml()).Descendants().Where(element => element.Name.LocalName == "details")
            .Select(element => element.Attribute("id")?.Value).ToHashSet();
        Assert.All(counted, debate => Assert.Contains($"debate-{debate.Pairing.Key}", ids));
        Assert.Contains("not judged (unread)", page.ToHtml(), StringComparison.Ordinal);
        var without = TournamentPage.Create(report, TournamentAudit.FromJournal(entries), null);
        Assert.DoesNotContain("Debates", without.Sections.Select(s => s.Heading));
    }

    [Fact]
    public async Task Beyond_its_limits_a_page_counts_debates_without_reading_them_and_says_so()
    {
        var fixture = new TournamentFixture();
        await fixture.RunAsync(TournamentFixture.Tournament("round-robin", 3));
        var folds = new DebateFolds();
        var text = new string('x', DebateFolds.MaxStatement + 1);
        var (asked, long_) = (0, Enumerable.Repeat(text, DebateFolds.MaxCharacters / DebateFolds.MaxStatement / 2).ToArray());
        foreach (var debate in CountedDebate.FromJournal(await fixture.EntriesAsync()))
        {
            if (folds.HasRoom) asked++;
            folds.Add(debate, folds.HasRoom ? CreateRun(debate, long_) : null);
        }
        var section = folds.ToSection()!;
        Assert.Equal(2, asked);
        Assert.Equal("The first 2 of 24 debates that count are here, folded; debate show ID has the others.", section.Paragraphs[0]);
        Assert.Contains($"statements are cut after {DebateFolds.MaxStatement} characters", section.Paragraphs[1], StringComparison.Ordinal);
        Assert.Equal((4, 2), (section.Table!.Rows.Count, section.Folds.Sum(motion => motion.Folds.Count)));
        Assert.Equal("motion-1   ", string.Join(' ', section.Table.Links!));
    }

    [Fact]
    public async Task Points_by_side_and_by_map_are_the_points_of_the_games()
    {
        var definition = TournamentFixture.Tournament("round-robin", 3);
        var fixture = new TournamentFixture { IsUnread = key => key.StartsWith("m3", StringComparison.Ordinal) };
        Problem[] motions =
            [.. Enumerable.Range(0, 4).Select(i => new Problem($"map{i / 2}.claim{i}", $"motion {i}") { Motion = $"claim{i}" })];
        await fixture.RunAsync(definition with { Problem = definition.Problem with { Parts = motions } });
        var lines = CategoryLine.FromJournal(await fixture.EntriesAsync());
        // The debater with the smaller number wins on either side; d1 beats d2 and loses to d0, on 4 motions and both sides.
        var middle = lines.Where(line => line.Debater == "d1").ToArray();
        Assert.Equal(["pro", "con", "map0", "map1"], middle.Select(line => line.Category));
        Assert.All(middle, line => Assert.Equal((8, 0.5), (line.Points.Debates, line.Points.Value)));
        Assert.All(lines.Where(line => line.Debater == "d0"), line => Assert.Equal(1, line.Points.Value));
        var one = new TournamentFixture();
        await one.RunAsync(definition);
        Assert.DoesNotContain(CategoryLine.FromJournal(await one.EntriesAsync()), line => line.By == CategoryLine.Motions);
    }

    private static RunRecord CreateRun(CountedDebate debate, params string[] says)
    {
        var definition = new RunDefinition
        {
            Id = debate.Id,
            Kind = "debate",
            Name = "d",
            Protocol = "match",
            Version = "1",
            Options = [],
            Problem = debate.Motion,
            Seats = [new("pro", "m") { Debater = debate.Pairing.Pro }],
            Seed = 1,
        };
        var entries = new List<JournalEntry> { JournalEntry.Seal("", 0, "", DateTimeOffset.UnixEpoch, new RunStarted(definition)) };
        foreach (var (i, said) in says.Index())
            entries.Add(JournalEntry.Seal(
                entries[^1].Hash, i + 1, $"{i}", DateTimeOffset.UnixEpoch, new StatementMade("", "pro", 1, said)));
        return RunRecord.Read(debate.Id, entries);
    }
}
