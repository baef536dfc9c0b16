using System.Collections.Immutable;
using System.Globalization;
using Debate.Deliberation;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Records;
using Debate.Rewards.Episodes;
using Debate.Rewards.Exports.Files;
using Debate.Rewards.Texts;

namespace Debate.Rewards.Exports;

/// <summary>
/// A finished deliberation, prepared for the writing of rows. Its completions are the replies of the competing seats, or of all seats if
/// none compete, in the order of the protocol; for a debate over texts they are the answers that it rewarded.
/// </summary>
public sealed class ExportSource
{
    private ExportSource(RunRecord run, IReadOnlyList<string> debaters) =>
        (Run, Debaters, Judged) = (run, debaters, GroupRewards.FromVerdict(run.Completion!.Verdict));

    /// <summary>The run; it has a verdict.</summary>
    public RunRecord Run { get; }

    /// <summary>The seats that compete; empty where the protocol has none.</summary>
    public IReadOnlyList<string> Debaters { get; }

    /// <summary>The rewards of the answers, in the order of the completions, if this is a debate over texts; else null.</summary>
    public GroupRewards? Judged { get; }

    /// <summary>The problem that was deliberated.</summary>
    public Problem Problem => Run.Definition.Problem;

    /// <summary>The verdict.</summary>
    public Verdict Verdict => Run.Completion!.Verdict;

    /// <summary>The completions.</summary>
    public ImmutableArray<Completion> Completions { get; private set; } = [];

    /// <summary>The question as one message: the prompt of rows that have no chat of their own.</summary>
    public IReadOnlyList<ChatMessage> Question => [new(Role.User, Problem.PromptText)];

    /// <summary>A correct answer; null if none is known.</summary>
    public string? GroundTruth => Problem.Answers.Count > 0 ? Problem.Answers[0] : Problem.Reference;

    /// <summary>Whether the problem has a key.</summary>
    public bool HasKey => GroundTruth is not null;

    /// <summary>Creates the source of a run, which must have its verdict and a known protocol.</summary>
    public static ExportSource Create(RunRecord run, ProtocolRegistry protocols, LabelRule label)
    {
        var (definition, protocol) = (run.Definition, protocols.Find(run.Definition.Protocol));
        var source = new ExportSource(run, [.. protocol.Seats(definition.Options).Take(protocol.Debaters(definition.Options))]);
        source.Completions = source.Judged is { } judged ? [.. source.LabelAnswers(judged, label)] : [.. source.LabelReplies(label)];
        return source;
    }

    /// <summary>Whether a text gives an answer that the key accepts; null if there is no key.</summary>
    public bool? IsCorrect(string text)
    {
        if (!HasKey) return null;
        var answer = FinalAnswer.Extract(ThoughtSplitter.Split(text).Text);
        return answer.Length > 0 && AutoChecker.SelectChecker(Problem).Check(answer, Problem).Correct;
    }

    private IEnumerable<Completion> LabelReplies(LabelRule label)
    {
        var rewards = (EpisodeRewards.Compute(Run, Debaters)?.Turns ?? []).ToDictionary(t => t.Turn, t => t.Reward, StringComparer.Ordinal);
        var messages = StoredMessages.Collect(Run);
        foreach (var entry in Run.EntriesByPath)
        {
            if (entry.Body is not ModelReplied asked || Debaters.Count > 0 && !Debaters.Contains(asked.Seat)) continue;
            var turn = ExternalSeat.FormatTurnId(entry.Path, asked.Request);
            var isGood = IsGood(asked, label);
            yield return new(turn, asked.Seat, messages.ReadChat(asked.Chat), asked.Reply)
            {
                PromptHash = asked.Chat,
                Round = asked.Round,
                Sample = asked.Sample,
                Model = asked.Model,
                Policy = asked.Policy,
                IsFromOutside = asked.Model == ExternalSeat.Model,
                IsGood = isGood,
                Reward = rewards.TryGetValue(turn, out var earned) ? earned : Debaters.Count == 0 && isGood is { } good ? good ? 1 : 0
                : null,
            };
        }
    }

    private IEnumerable<Completion> LabelAnswers(GroupRewards judged, LabelRule label)
    {
        var texts = Problem.Parts.Where(p => p.Key != TextReward.Baseline).Select(p => p.Text);
        return texts.Take(judged.Rewards.Length).Select((text, i) => new Completion(
            string.Create(CultureInfo.InvariantCulture, $"answer-{i + 1}"), "answer", Question, text)
        {
            Sample = i,
            IsFromOutside = true,
            Reward = judged.Rewards[i],
            IsGood = label == LabelRule.Key ? IsCorrect(text)
                : label == LabelRule.Majority || judged.Probabilities[i].Equals(0.5) ? null : judged.Probabilities[i] > 0.5,
        });
    }

    private bool? IsGood(ModelReplied asked, LabelRule label) => label switch
    {
        LabelRule.Key => IsCorrect(asked.Reply),
        LabelRule.Judge => HasWon(asked.Seat),
        LabelRule.Majority => MatchesVerdict(asked.Reply),
        _ => Debaters.Count > 0 ? HasWon(asked.Seat) : HasKey ? IsCorrect(asked.Reply) : MatchesVerdict(asked.Reply),
    };

    private bool? HasWon(string seat) =>
        Verdict is { Decision: Decision.Decided, Side: { } side } && Debaters.Contains(side) && Debaters.Contains(seat) ? seat == side
        : null;

    private bool? MatchesVerdict(string text) => Verdict.Answer is { } answer
        ? AnswerGroups.AreSame(FinalAnswer.Extract(ThoughtSplitter.Split(text).Text), answer, Problem.Choices)
        : null;
}

/// <summary>Writes the rows of deliberations, with one deliberation in memory at a time.</summary>
/// <param name="form">The form of the rows.</param>
/// <param name="options">Options of the export.</param>
/// <param name="protocols">The protocols that are known.</param>
public sealed class Exporter(DatasetForm form, ExportOptions options, ProtocolRegistry protocols)
{
    private readonly SortedDictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private long _rows;
    private long _sources;

    /// <summary>The counts so far.</summary>
    public ExportCounts Counts => new(_rows, _sources, _skipped);

    /// <summary>Writes the rows of one run; a run that gives no rows is counted under its reason.</summary>
    public async Task AddRunAsync(RunRecord run, IRowWriter rows, ExportManifest? manifest = null)
    {
        if (SkipReason(run) is { } reason)
        {
            CountSkipped(reason);
            return;
        }
        var before = _rows;
        var columns = form.Columns(options.IsConversational);
        foreach (var row in form.Rows(ExportSource.Create(run, protocols, options.Label), options, before))
        {
            for (var i = 0; i < columns.Length; i++) columns[i].ValidateCell(row[i]);
            await rows.WriteAsync(row);
            _rows++;
        }
        if (_rows == before) CountSkipped("nothing that is labelled and fits the form");
        else
        {
            _sources++;
            if (manifest is not null) await manifest.AddSourceAsync(run.Definition, _rows - before);
        }
    }

    private string? SkipReason(RunRecord run) =>
        run.Definition.Kind != "debate" ? "made of other deliberations"
        : run.Completion is null ? "no verdict yet"
        : protocols.All.All(p => p.Name != run.Definition.Protocol) ? "unknown protocol"
        : null;

    private void CountSkipped(string reason) => _skipped[reason] = _skipped.GetValueOrDefault(reason) + 1;
}
