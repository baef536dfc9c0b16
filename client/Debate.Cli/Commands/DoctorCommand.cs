using System.CommandLine;
using System.Runtime.InteropServices;
using Debate.Cli.Data;
using Debate.Cli.Input;
using Debate.Deliberation.Engine;
using Debate.Grains.Journals;

namespace Debate.Cli.Commands;

/// <summary>
/// <c>debate doctor</c>: checks what a run needs without running one. It reports which variables are set, never their values.
/// </summary>
internal sealed class DoctorCommand : Command
{
    private static readonly string[] Variables = ["DEBATE_DATA", "DEBATE_SERVER", "NO_COLOR", "HTTP_PROXY", "HTTPS_PROXY"];

    private readonly ModelOptions _models = new();
    private readonly Option<bool> _call = new("--call") { Description = "Also ask each model for one token; this may cost money." };

    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "Also check the Redis of a cluster (DEBATE_CLUSTER).",
        HelpName = "redis://HOST:PORT",
    };

    public DoctorCommand() : base("doctor", "Check what a run needs: runtime, data folder, cluster, servers, configuration, models.")
    {
        _models.AddTo(this);
        Add(_cluster);
        Add(_call);
        SetAction((parse, stop) => RunAsync(parse, stop));
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var findings = new DoctorFindings(terminal);
        findings.Add(CheckRuntime());
        findings.Add(await CheckDataFolderAsync(DataFolder.Read(parse)));
        if ((parse.GetValue(_cluster) ?? CommonOptions.Variable("DEBATE_CLUSTER")) is { } redis) findings.Add(await CheckRedisAsync(redis));
        foreach (var name in Variables)
            findings.Add(new($"variable {name}", true, CommonOptions.Variable(name) is null ? "not set" : "set"));
        if ((parse.GetValue(CommonOptions.Server) ?? CommonOptions.Variable("DEBATE_SERVER")) is { } servers)
            foreach (var server in await ServerChecks.CheckAllAsync(servers)) findings.Add(server);
        await new ModelChecks(_models, terminal).CheckAsync(findings, parse, parse.GetValue(_call), stop);
        return findings.Complete();
    }

    private static DoctorFinding CheckRuntime() => new("runtime", Environment.Version.Major >= 10,
        $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");

    private static async Task<DoctorFinding> CheckDataFolderAsync(DataFolder folder)
    {
        var name = $"data folder {Path.GetFullPath(folder.Folder)}";
        if (!Directory.Exists(folder.Folder)) return new(name, true, "not there yet; the first run makes it");
        try
        {
            var probe = Path.Combine(folder.Folder, $"doctor-{Environment.ProcessId}");
            await using (File.Create(probe, 1, FileOptions.DeleteOnClose)) { }
            await using var journal = folder.OpenToRead();
            var runs = await journal.ListAsync(new RunQuery());
            return new(name, true, $"writable, {runs.Count} runs; appends are synced to the disk (SQLite, synchronous = FULL)");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InputException)
        {
            return new(name, false, error.Message);
        }
    }

    private static async Task<DoctorFinding> CheckRedisAsync(string redis)
    {
        try
        {
            await using var journal = await RedisJournal.OpenAsync(redis);
            return await journal.DescribeDurabilityAsync() is { } cost
                ? new($"cluster {redis}", false, $"after a power failure {cost}; set appendonly yes and appendfsync always")
                : new($"cluster {redis}", true, "every append is synced to the disk (appendfsync always)");
        }
        catch (InputException absent)
        {
            return new($"cluster {redis}", false, absent.Message);
        }
    }
}
