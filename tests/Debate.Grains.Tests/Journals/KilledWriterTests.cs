using System.Diagnostics;
using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Storage;

namespace Debate.Grains.Tests.Journals;

/// <summary>Real processes (tests/Debate.CrashWriter) on one folder, killed in the middle.</summary>
public sealed class KilledWriterTests : IDisposable
{
    private const int Runs = 8;

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_writers_lose_no_acknowledged_entry()
    {
        foreach (var lines in LongRun.IsOn ? (int[])[1, 40, 333, 700, 1500] : [1, 333, 1500])
        {
            var acknowledged = await WriteUntilKilledAsync(lines);
            Assert.True(acknowledged.Count > 0);
            await using (var reader = SqliteJournal.OpenReadOnly(_folder.Name)) await AssertKeptAsync(reader, acknowledged);
        }
        await using var journal = SqliteJournal.Open(_folder.Name);
        foreach (var line in await journal.ListAsync(new())) HashChain.Verify(line.Id, await journal.ReadAsync(line.Id));
    }

    [Fact]
    public async Task Two_processes_on_one_folder_both_finish()
    {
        using var first = Start("first", 60);
        using var second = Start("second", 60);
        await Task.WhenAll(EndAsync(first), EndAsync(second));

        await using var reader = SqliteJournal.OpenReadOnly(_folder.Name);
        var lines = await reader.ListAsync(new());
        Assert.Equal(2 * Runs, lines.Count);
        foreach (var line in lines)
        {
            var entries = await reader.ReadAsync(line.Id);
            Assert.Equal(60, entries.Count);
            HashChain.Verify(line.Id, entries);
        }
    }

    // A writer prints before it appends the next entry of that run, so at most one entry per run can lack its printed line.
    private static async Task AssertKeptAsync(SqliteJournal journal, Dictionary<string, long> acknowledged)
    {
        foreach (var (id, sequence) in acknowledged)
        {
            var run = DeliberationId.Parse(id);
            var entries = await journal.ReadAsync(run);
            Assert.InRange(entries.Count, sequence + 1, sequence + 2);
            HashChain.Verify(run, entries);
            Assert.Equal(entries.Count, (await journal.FindSummaryAsync(run))!.Usage.Calls);
        }
    }

    private async Task<Dictionary<string, long>> WriteUntilKilledAsync(int lines)
    {
        using var writer = Start("run", long.MaxValue);
        var acknowledged = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 1; await writer.StandardOutput.ReadLineAsync() is { } line; i++)
        {
            var words = line.Split(' ');
            if (words is not [var id, var number] || !long.TryParse(number, CultureInfo.InvariantCulture, out var sequence)) continue;
            acknowledged[id] = Math.Max(sequence, acknowledged.GetValueOrDefault(id));
            if (i == lines) writer.Kill();
        }
        await writer.WaitForExitAsync();
        return acknowledged;
    }

    private static async Task EndAsync(Process writer)
    {
        var (_, error) = (await writer.StandardOutput.ReadToEndAsync(), await writer.StandardError.ReadToEndAsync());
        await writer.WaitForExitAsync();
        Assert.Equal((0, ""), (writer.ExitCode, error));
    }

    private Process Start(string prefix, long entries)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Debate.CrashWriter.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, _folder.Name, prefix, entries.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
