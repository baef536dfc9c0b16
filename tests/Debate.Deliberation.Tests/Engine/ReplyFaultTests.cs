using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;

namespace Debate.Deliberation.Tests.Engine;

/// <summary>Replies that were cut, empty, unreadable or refused are no answers, right or wrong, whatever the protocol.</summary>
public sealed class ReplyFaultTests
{
    private static readonly ProtocolDescriptor[] Protocols =
    [
        ArgMed.Descriptor, ChainOfThought.Descriptor, ChatEval.Descriptor, ClaimVerification.Descriptor, Consultancy.Descriptor,
        EnsembleRefinement.Descriptor, JudgeDebate.Descriptor, JudgedDebate.Descriptor, KhanDebate.Descriptor,
        League.Descriptor, Mallm.Descriptor, SocietyOfMinds.Descriptor,
    ];

    // Their deciding reply is free text, in which any text may be the answer.
    private static readonly string[] FreeText =
    [
        "chain-of-thought", "chateval", "direct", "ensemble-refinement", "judge-debate", "mallm", "self-consistency", "self-reflection",
        "society-of-minds",
    ];

    public static TheoryData<string, ReplyFault> Faults()
    {
        var data = new TheoryData<string, ReplyFault>();
        foreach (var name in Protocols.Select(p => p.Name).Concat(["mad", "direct", "self-consistency", "self-reflection"]))
            foreach (var fault in Enum.GetValues<ReplyFault>())
                if (fault != ReplyFault.Unread || !FreeText.Contains(name)) data.Add(name, fault);
        return data;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_deciding_reply_that_cannot_be_used_decides_nothing(string protocol, ReplyFault fault)
    {
        var outcome = await RunAsync(protocol, fault);
        Assert.Equal(RunStatus.Finished, outcome.Status);
        Assert.Equal((fault == ReplyFault.Refused ? Decision.Refused : Decision.Undecided, fault, null),
            (outcome.Verdict!.Decision, outcome.Verdict.Fault, outcome.Verdict.Answer));
        Assert.False(string.IsNullOrEmpty(outcome.Verdict.Reason));
        var counts = ReplyCounts.FromUsage(outcome.Usage);
        Assert.Equal(outcome.Usage.Calls, counts.Asked);
        // Free text of which nothing is asked, such as a statement, is never unreadable.
        Assert.True(fault == ReplyFault.Unread || counts.Cut + counts.Empty + counts.Refused == counts.Asked, $"{counts}");
    }

    /// <summary>Half an answer looks like another answer: "The answer is 4" may have been cut from "The answer is 42".</summary>
    [Theory]
    [InlineData("direct")]
    [InlineData("self-consistency")]
    [InlineData("mallm")]
    public async Task A_cut_answer_is_none_and_the_same_whole_is_one(string protocol)
    {
        Assert.Equal("4", (await RunAsync(protocol, null, "The answer is 4")).Verdict!.Answer);
        Assert.Null((await RunAsync(protocol, ReplyFault.Cut, "The answer is 4")).Verdict!.Answer);
    }

    [Fact]
    public async Task A_judgement_whose_fields_are_whole_counts_although_the_reply_was_cut_behind_it()
    {
        const string Whole = """{"preference": "Yes", "side": "negative", "reason": "r", "answer": "4"} And so""";
        const string Half = """{"preference": "Yes", "side": "negative", "reason": "because of the fact tha""";
        Assert.Equal("4", (await RunAsync("mad", ReplyFault.Cut, Whole)).Verdict!.Answer);
        Assert.Equal(ReplyFault.Cut, (await RunAsync("mad", ReplyFault.Cut, Half)).Verdict!.Fault);
    }

    [Fact]
    public async Task Unread_replies_are_counted_once_each_and_what_was_read_is_not()
    {
        var engine = new EngineFixture(call => call.Seat.Name == "moderator" && call.Chat.Count < 4 ? "hm"
            : """{"preference": "Yes", "side": "negative", "reason": "r", "answer": "4"}""");
        var outcome = await engine.RunAsync(engine.Define("mad"));
        Assert.Equal(new ReplyCounts(4, 0, 0, 1, 0, 0), ReplyCounts.FromUsage(outcome.Usage));
        var again = await engine.RunAsync(engine.Define("mad"));
        Assert.Equal(outcome.Usage, again.Usage);
    }

    [Fact]
    public void Counts_add_up_and_cancel_out()
    {
        Usage Used(ReplyFault? fault) => new(1) { Faults = FaultCounts.FromFault(fault) };
        var sum = Used(ReplyFault.Cut) + Used(ReplyFault.Empty) + Used(null) + Used(ReplyFault.Cut);
        Assert.Equal(new(4, 2, 1, 0, 0, 1), ReplyCounts.FromUsage(sum with { Calls = 3 }, failed: 1));
        Assert.Equal(new Usage(0), sum - sum);
        Assert.Equal(Used(null), sum - Used(ReplyFault.Cut) - Used(ReplyFault.Cut) - Used(ReplyFault.Empty));
        Assert.Equal(["2 of 4 replies were cut at 1,024 tokens: raise maxTokens (--max-tokens)"],
            ReplyCounts.FromUsage(new Usage(4) { Faults = new(Cut: 2) }).Explain([new("a", "m"), new("b", "m")]));
    }

    private static Task<RunOutcome> RunAsync(string protocol, ReplyFault? fault, string? says = null)
    {
        var engine = new EngineFixture(_ => says
            ?? (fault switch { ReplyFault.Empty => " \n", ReplyFault.Unread => "?!", _ => "Well, it" }), Protocols)
        {
            Finish = _ => fault switch { ReplyFault.Cut => "length", ReplyFault.Refused => "content_filter", _ => null },
        };
        var betweenTwo = protocol is "consultancy" or "khan-debate" or "league";
        return engine.RunAsync(engine.Define(protocol, betweenTwo ? [("answers", "4|5")] : []));
    }
}
