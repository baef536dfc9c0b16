using System.Collections.Immutable;
using CsCheck;
using Debate.Core.Input;

namespace Debate.Models.Tests;

/// <summary>What a recording of replies may look like, and what is refused.</summary>
public sealed class RecordingTests
{
    private const string Lines = """
        {"seat": "pro", "text": "It floats. \ud83d\ude00", "round": 1}

        {"seat": "con", "text": "It sinks.", "round": null, "finish": "length", "thoughts": "Perhaps not."}
        {"seat": "pro", "text": ""}
        """;

    private const string Map = """
        pro:
        - { text: "It floats. 😀", round: 1 }
        - ""
        con: { text: It sinks., finish: length, thoughts: Perhaps not. }
        """;

    private const string Json = """
        {"pro": [{"text": "It floats. \ud83d\ude00", "round": 1}, ""],
         "con": [{"text": "It sinks.", "finish": "length", "thoughts": "Perhaps not."}]}
        """;

    private const string Transcript = """
        {"players": {"Affirmative side": [{"role": "user", "content": "u"}, {"role": "assistant", "content": "a0"}],
                     "Judge": [{"role": "assistant", "content": "j0"}]}}
        """;

    [Theory]
    [InlineData(Lines)]
    [InlineData(Map)]
    [InlineData(Json)]
    public void Lines_and_maps_say_the_same(string text)
    {
        var replies = Recording.Read(text, "f").Replies;
        Assert.Equal(["con", "pro"], replies.Keys);
        Assert.Equal([new("It floats. 😀") { Round = 1 }, new("")], replies["pro"]);
        Assert.Equal([new("It sinks.") { Finish = "length", Thoughts = "Perhaps not." }], replies["con"]);
    }

    [Fact]
    public void A_published_transcript_is_a_recording()
    {
        var replies = Recording.Read(Transcript, "f").Replies;
        Assert.Equal(("a0", "j0"), (Assert.Single(replies["affirmative"]).Text, Assert.Single(replies["judge"]).Text));
    }

    [Theory]
    [InlineData("", "f, line 1: it has 0 documents")]
    [InlineData("{}", "f: it holds no reply")]
    [InlineData("[1]", "f, line 1: a recording has")]
    [InlineData("{\"seat\": \"pro\", \"text\": \"x\"}\n{\"text\": \"y\"}", "f, line 2: seat: it is required")]
    [InlineData("{\"seat\": \"pro\", \"text\": \"x\"}\nyes", "f, line 2: it is not a JSON object")]
    [InlineData("{\"seat\": \"pro\", \"text\": \"x\"}\n[]", "f, line 2: a recording has")]
    [InlineData("{\"seat\": \"pro\"}", "f, line 1: text: it is required")]
    [InlineData("{\"seat\": \"pro\", \"text\": null}", "f, line 1: text: it must be a text")]
    [InlineData("{\"seat\": \"pro\", \"text\": \"x\", \"txet\": \"y\"}", "f, line 1: txet: a reply has no such field")]
    [InlineData("{\"seat\": \"pro\", \"text\": \"x\", \"round\": 1.5}", "f, line 1: round '1.5': it must be a whole number")]
    [InlineData("{\"seat\": \"pro\", \"text\": \"x\", \"round\": []}", "f, line 1: round: it must be a whole number")]
    [InlineData("{\"seat\": \"pro\", \"text\": \"x\", \"text\": \"y\"}", "f, line 1: text: it is given twice")]
    [InlineData("{\"pro\": [\"a\", 5]}", "f: seat 'pro', reply 2: a recording has")]
    [InlineData("pro:\n- a\n- [b]", "f, line 3: a text is expected here")]
    [InlineData("pro:\n- { text: a, rund: 1 }", "f, line 2: rund: a reply has no such field")]
    [InlineData("pro: [", "f, line")]
    [InlineData("- :", "f, line 1: not YAML or JSON")]
    [InlineData("pro: a\n\"pro\": b", "f")]
    public void What_is_no_recording_is_refused_with_its_place(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<InputException>(() => Recording.Read(text, "f")).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_text_is_read_or_refused() => Gen.String[Gen.Char["{}[]\":,-# \n\\seattxpro1"], 0, 60].Sample(text =>
        Record.Exception(() => Recording.Read(text, "f")) is null or InputException);

    [Fact]
    public void Replies_survive_their_storage_with_the_run() =>
        Gen.Select(Gen.String, Gen.String.Null(), Gen.String[Gen.Char.AlphaNumeric, 1, 8].Null())
        .Where(r => IsWellFormed(r.Item1) && IsWellFormed(r.Item2))
            .Sample((text, thoughts, finish) =>
            {
                var replies = ImmutableSortedDictionary<string, RecordedReply>.Empty
                    .Add("2/0/1", new(text) { Thoughts = string.IsNullOrWhiteSpace(thoughts) ? null : thoughts, Finish = finish });
                var stored = new ModelConfiguration([new SimulatedSpec("m", SimulatedKind.Recorded) { Replies = replies }]).ToJson();
                Assert.Equal(replies, ((SimulatedSpec)ModelConfiguration.Read(stored, "g").Find("m")).Replies!);
            });

    [Fact]
    public void Unusual_characters_survive_their_storage()
    {
        var replies = ImmutableSortedDictionary<string, RecordedReply>.Empty.Add("0", new("😀\u2028\u0085\u0001\t\"\\/ \u00A0é\r\n"));
        var stored = new ModelConfiguration([new SimulatedSpec("m", SimulatedKind.Recorded) { Replies = replies }]).ToJson();
        Assert.Equal(replies, ((SimulatedSpec)ModelConfiguration.Read(stored, "g").Find("m")).Replies!);
    }

    private static bool IsWellFormed(string? text) => text is null || !text.Any(char.IsSurrogate);
}
