using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Steps;

namespace Debate.Deliberation.Protocols;

/// <summary>
/// Hint-infer of START (Li et al., "START: Self-taught Reasoner with Tools", EMNLP 2025): a seat thinks aloud, and hints are put into its
/// thought, such as that a program could be of use; it goes on from there. A program that it writes is run at once and its output put behind
/// it. What the seat wrote itself stays as it is, byte for byte.
/// </summary>
public sealed class HintInfer : IProtocol<HintInferOptions>
{
    private const string Solver = "solver", HintReason = "hint", OutputReason = "output";
    private static readonly string[] Breaks = ["Wait", "Alternatively"];

    /// <summary>The descriptor under which the protocol is registered.</summary>
    public static ProtocolDescriptor Descriptor { get; } =
        new ProtocolDescriptor<HintInferOptions>("hint-infer", 1, () => new HintInfer())
    {
        Seats = _ => [Solver],
        MaxCalls = o => 1 + o.Hints + o.Programs,
        CallsOption = "hints",
        Language = o => ProgramTurns.NameOf(o.Language),
        Needs = o => Draft.ListNeeds(Solver, o.Prefix),
    };

    /// <inheritdoc/>
    public async Task<Verdict> RunAsync(IDeliberation d, HintInferOptions options)
    {
        var language = ProgramTurns.NameOf(options.Language);
        var chat = new SeatChat(d, Solver);
        var (byPrefix, note) = await Draft.ChooseAsync(d, chat.Seat, options.Prefix);
        var told = Prompts.Fill("hint-infer/ask", ("question", d.Problem.PromptText), ("language", language));
        var thought = new ProgrammedThought(d, Draft.Begin(chat, told, d, byPrefix), language, options.Programs);
        var last = await thought.GoOnAsync();
        var hints = 0;
        for (; hints < options.Hints && last.Fault is (null or ReplyFault.Empty); hints++)
        {
            var place = FindPlace(thought.Draft.Reply, options.Where);
            thought.Draft.Cut(place);
            var hint = Prompts.Get($"hint-infer/{options.Kinds.Names[hints % options.Kinds.Names.Length]}").Trim();
            var gap = place == 0 || thought.Draft.Reply.Text[^1] == '\n' ? "" : "\n";
            thought.Draft.Insert($"{gap}{hint}\n", HintReason);
            last = await thought.GoOnAsync();
        }
        await d.SayAsync(Solver, thought.Draft.Reply.Text, 1);
        return CreateVerdict(thought, last, hints) with { Notes = [note] };
    }

    private static Verdict CreateVerdict(ProgrammedThought thought, SeatReply last, int hints)
    {
        var segments = thought.Draft.Reply.Segments;
        // The answer is the seat's own: what was put into the thought gives none.
        var own = string.Concat(segments.Reverse().TakeWhile(s => !s.IsInserted).Reverse().Select(s => s.Text));
        var verdict = last.Fault is not null and not ReplyFault.Empty ? Verdict.FromFault(last)
            : FinalAnswer.Extract(own) is { Length: > 0 } answer ? new(Decision.Decided) { Answer = answer }
            : Verdict.FromFault(last with { Fault = ReplyFault.Unread });
        return verdict with
        {
            Ended = "reply",
            Rounds = 1,
            Measures = ImmutableSortedDictionary<string, double>.Empty
                .Add("hints", hints).Add("programs", thought.Run).Add("programs.failed", thought.Failed),
        };
    }

    /// <summary>Where a hint is put: how many characters of the thought stay before it.</summary>
    private static int FindPlace(Splice reply, HintPlace where)
    {
        var (text, own) = (reply.Text, reply.Segments is [.., { IsInserted: false } last] ? last.Text : "");
        var end = FindEnd(own);
        if (where == HintPlace.Breaks)
            foreach (var at in Breaks.Select(word => own.AsSpan(0, end).LastIndexOf(word)).Where(at => at >= 0).OrderDescending().Take(1))
                end = at + Breaks.First(word => own.AsSpan(at).StartsWith(word)).Length;
        return text.Length - own.Length + end;
    }

    /// <summary>Where a thought ends and its answer begins.</summary>
    private static int FindEnd(string own)
    {
        var from = Math.Max(0, own.Length - StructuredReply.MaxReplyLength);
        if (StructuredReply.Read(own, AnswerFieldNames.All) is { } found) return from + found.Place.Start;
        return StepSplitter.ListPrefixes(own) is [.., var before] ? before.Length : 0;
    }

    /// <summary>A thought in which programs are run where they stand.</summary>
    private sealed class ProgrammedThought(IDeliberation d, Draft draft, string language, int most)
    {
        public Draft Draft => draft;

        /// <summary>The number of programs that were run.</summary>
        public int Run { get; private set; }

        /// <summary>How many of them did not come to their end.</summary>
        public int Failed { get; private set; }

        /// <summary>Lets the seat write on, through all programs that it writes, until it ends.</summary>
        public async Task<SeatReply> GoOnAsync()
        {
            while (true)
            {
                var before = draft.Reply.Text.Length;
                var reply = await draft.GoOnAsync();
                if (Run == most || WrittenProgram.FindAll(reply.Text, language).FirstOrDefault() is not { } program) return reply;
                Run++;
                // What it wrote behind the program it wrote without the output.
                draft.Cut(before + program.End);
                var result = await d.ExecuteAsync(new(language, program.Source));
                if (result.End != ProgramEnd.Done) Failed++;
                var gap = draft.Reply.Text[^1] == '\n' ? "" : "\n";
                var output = ProgramTurns.Describe(result).Replace("```", "'''", StringComparison.Ordinal);
                draft.Insert($"{gap}```output\n{output}\n```\n", OutputReason);
            }
        }
    }
}

/// <summary>The options of hint-infer.</summary>
public sealed record HintInferOptions
{
    /// <summary>Hints.</summary>
    [Option("Hints that are put into the thought, one after the other."), Range(0, 8)]
    public int Hints { get; init; } = 1;

    /// <summary>Where hints stand.</summary>
    [Option("Where a hint stands: just before the end of the thought, or behind its last \"Wait\" or \"Alternatively\".")]
    public HintPlace Where { get; init; }

    /// <summary>The kinds of hints.</summary>
    [Option("The kinds of hints, in turn: calculation, reflection, logic, alternative, tool, deeper, debug; with commas.")]
    public HintKinds Kinds { get; init; } = new("calculation", "reflection");

    /// <summary>Programs at most.</summary>
    [Option("Programs that are run at most; what follows a later one is the seat's own."), Range(0, 20)]
    public int Programs { get; init; } = 6;

    /// <summary>The language of the programs.</summary>
    [Option("The language of the programs; Python where it is set up.")]
    public ProgramLanguage Language { get; init; }

    /// <summary>How the seat goes on.</summary>
    [Option("How the seat goes on with its thought: as the rest of its message where its model can, only so, or by a prompt that quotes it.")]
    public PrefixMode Prefix { get; init; }
}

/// <summary>Where a hint is put.</summary>
public enum HintPlace
{
    /// <summary>Just before the end of the thought.</summary>
    End,

    /// <summary>Behind the last word with which the thought breaks; where there is none, at its end.</summary>
    Breaks,
}

/// <summary>Kinds of hints.</summary>
/// <param name="Names">Their names; at least one.</param>
public sealed record HintKinds(params ImmutableArray<string> Names) : IOptionValue<HintKinds>
{
    private static readonly string[] Known = ["calculation", "reflection", "logic", "alternative", "tool", "deeper", "debug"];

    /// <inheritdoc/>
    public static string Rule => $"one or more of {string.Join(", ", Known)}, with commas";

    /// <inheritdoc/>
    public static bool TryRead(string text, out HintKinds? value)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries);
        value = names.All(Known.Contains) ? new([.. names]) : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public static string Write(HintKinds? value) => string.Join(',', value?.Names ?? []);

    /// <inheritdoc/>
    public bool Equals(HintKinds? other) => other is not null && Names.SequenceEqual(other.Names);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Write(this), StringComparison.Ordinal);
}
