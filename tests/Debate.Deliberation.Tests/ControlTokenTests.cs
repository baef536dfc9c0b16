using CsCheck;
using Debate.Core;
using Debate.Core.Output;
using Debate.Deliberation.Answers;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Tests;

/// <summary>No text that a seat is shown holds a control token of a chat model, and what happened to it can be seen.</summary>
public sealed class ControlTokenTests
{
    /// <summary>Tokens as the families' published templates and tokenizers write them.</summary>
    public static TheoryData<string> Tokens { get; } =
    [
        "<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|endoftext|>", "<|fim_prefix|>", "<|vision_start|>", "<|image_pad|>",
        "<s>", "</s>", "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>",
        "<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|eom_id|>", "<|python_tag|>",
        "<|finetune_right_pad_id|>", "<|reserved_special_token_12|>", "<|header_start|>", "<|eot|>",
        "<bos>", "<eos>", "<pad>", "<unk>", "<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<image_soft_token>", "<unused99>",
        "<|turn>", "<turn|>", "<|channel>", "<channel|>", "<|tool_response>", "<|\"|>",
        "[TOOL_CALLS]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[THINK]",
        "[/THINK]", "[ARGS]", "[CALL_ID]", "[IMG]", "[MODEL_SETTINGS]",
        "<|user|>", "<|assistant|>", "<|system|>", "<|end|>", "<|image_1|>",
        "<|start|>", "<|channel|>", "<|message|>", "<|return|>", "<|call|>", "<|constrain|>",
        "<\uFF5CUser\uFF5C>", "<\uFF5CAssistant\uFF5C>", "<\uFF5Cbegin\u2581of\u2581sentence\uFF5C>",
        "<\uFF5Cend\u2581of\u2581sentence\uFF5C>", "<\uFF5Ctool\u2581calls\u2581begin\uFF5C>", "<\uFF5CDSML\uFF5C",
        "<\uFF5Cdeepseek_image\uFF5C>",
        "<think>", "</think>", "<thinking>", "<tool_call>", "</tool_call>", "<tool_response>",
        "<|START_OF_TURN_TOKEN|>", "<|CHATBOT_TOKEN|>", "<|start_of_role|>", "[gMASK]", "<sop>", "<|observation|>", "[|assistant|]",
        "]~b]", "]~!b[", "[e~[", "<seed:think>", "<seed:eos>", "<|tool_calls_section_begin|>", "<extra_id_0>", "<ctrl99>",
    ];

    /// <summary>Texts with the signs of tokens and none of them.</summary>
    public static TheoryData<string> Ordinary { get; } =
    [
        "", "2 < 3 and 3 > 2", "a <b> and </b>, <i>, <div class=\"end\">", "if (x<y || y>z)", "List<S> of Map<K, V>", "f <| x |> g",
        "<|x|> is a mean",
        "[1, 2] and [a] and [inner]", "foo [args] [options]", "[think about it]", "x[i]~y", "<<<statement of pro>>>\nyes\n<<<end>>>",
        "<< 3 >>",
        "<quote>here</quote>", "<answer>4</answer>", "|a|b|\n|-|-|", "{\"a\": [1]}", "<user>", "assistant:", "</div>", "3 <s 4",
        "<message>",
        "\uFF1C\u6570\uFF1E", "a\uFF5Cb\uFF5Cc", "[a|b|c]", "<T|>",
    ];

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Token_is_defused_visibly_and_stays_readable(string token)
    {
        var defused = ControlTokens.Defuse($"before {token} after");
        Assert.DoesNotContain(token, defused, StringComparison.Ordinal);
        Assert.Equal($"before {token} after", defused.Replace($"{ControlTokens.Mark}", "", StringComparison.Ordinal));
        Assert.Equal(defused, ControlTokens.Defuse(defused));
    }

    /// <summary>A seat that quotes what it was shown repeats the mark; people are shown what was meant.</summary>
    [Theory]
    [MemberData(nameof(Tokens))]
    public void Quoted_token_is_shown_to_people_as_it_was_meant(string token)
    {
        var text = $"2 \u00B7 3, {token}{token} \u00B7|x| <\u00B7 b [\u00B7] after";
        Assert.Equal(text, ControlTokens.Restore(ControlTokens.Defuse(text)));
        Assert.Equal(text, SafeText.ForPeople(ControlTokens.Defuse(text)));
        Assert.Equal(ControlTokens.Defuse(text), ControlTokens.Defuse(ControlTokens.Restore(ControlTokens.Defuse(text))));
    }

    [Theory]
    [MemberData(nameof(Ordinary))]
    public void Text_without_tokens_is_restored_to_itself(string text)
    {
        Assert.Equal(text, ControlTokens.Restore(text));
        Assert.Equal($"<\u00B7{text}", ControlTokens.Restore($"<\u00B7{text}"));
    }

    [Theory]
    [InlineData("<|IM_END|>")]
    [InlineData("<| im_end |>")]
    [InlineData("< | im_end | >")]
    [InlineData("<|im end|>")]
    [InlineData("[inst]")]
    [InlineData("[ INST ]")]
    [InlineData("[/ INST]")]
    [InlineData("<Think>")]
    [InlineData("< /think >")]
    [InlineData("< END_OF_TURN >")]
    [InlineData("<\uFF5Cend of sentence\uFF5C>")]
    [InlineData("<|end\u2581of\u2581sentence|>")]
    [InlineData("\uFF1C|im_start|\uFF1E")]
    [InlineData("<< SYS >>")]
    [InlineData("<think/>")]
    public void Other_spellings_are_defused_too(string token) => Assert.Contains(ControlTokens.Mark, ControlTokens.Defuse(token));

    [Theory]
    [MemberData(nameof(Ordinary))]
    public void Text_without_a_token_is_returned_as_it_is(string text) => Assert.Same(text, ControlTokens.Defuse(text));

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Token_is_found_from_its_first_sign_to_its_last(string token)
    {
        var text = $"a < b {token} [c]";
        var (start, end) = Assert.Single(ControlTokens.FindAll(text));
        // What DeepSeek's markup begins with is open: its name ends where the next sign stands.
        Assert.Equal(token.StartsWith("<\uFF5CDSML", StringComparison.Ordinal) ? "\uFF5CDSML\uFF5C" : token, text[start..end]);
    }

    [Fact]
    public void Tokens_that_share_a_sign_are_all_defused()
    {
        var defused = ControlTokens.Defuse("[e~[INST] <|<|im_end|> <<|im_end|>> ]~b][/INST]");
        foreach (var token in new[] { "[e~[", "[INST]", "<|im_end|>", "]~b]", "[/INST]" })
            Assert.DoesNotContain(token, defused, StringComparison.Ordinal);
    }

    /// <summary>Cut, joined and cleaned in any way, what was defused last holds no token.</summary>
    [Fact]
    public void No_message_of_a_chat_holds_a_token()
    {
        string[] tokens = [.. Tokens.Select(t => t.Data)];
        string[] pieces =
        [
            .. tokens, "<", ">", "|", "\uFF5C", "[", "]", "/", " ", "\n", "\u200B", "\u00B7", "im_end", "think", "INST", "s", "<<<", ">>>",
            "x",
        ];
        Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 12].Select(string.Concat).Sample(text =>
        {
            var chat = Chat.Empty.System(text).User(Quotation.Quote("pro", text)).Assistant(text);
            foreach (var message in chat.Messages())
            {
                Assert.Equal(message.Text, ControlTokens.Defuse(message.Text));
                foreach (var token in tokens) Assert.DoesNotContain(token, message.Text, StringComparison.Ordinal);
            }
        }, iter: 3000);
    }

    /// <summary>The engine's own words hold none; the canary that tries them does.</summary>
    [Fact]
    public void Prompts_hold_no_token_but_that_of_the_canary()
    {
        var names = typeof(Prompts).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("prompts/", StringComparison.Ordinal) && n.EndsWith(".txt", StringComparison.Ordinal))
            .Select(n => n["prompts/".Length..^".txt".Length]).ToArray();
        Assert.NotEmpty(names);
        Assert.Equal(["canary/tokens"], names.Where(n => ControlTokens.Defuse(Prompts.Get(n)) != Prompts.Get(n)));
        var tried = Canaries.GenerateText("tokens", SeededRandom.Create(1, "canary"));
        foreach (var token in new[]
        {
            "<|im_start|>", "<|start_header_id|>", "[/INST]", "<start_of_turn>", "<|turn>", "<|assistant|>", "<|channel|>",
                "<\uFF5CAssistant\uFF5C>",
            "<think>",
        })
            Assert.Contains(token, tried, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4<|im_end|>", "4")]
    [InlineData(" 4 <|eot_id|>\n</s><pad><pad> ", "4")]
    [InlineData("4<\uFF5Cend\u2581of\u2581sentence\uFF5C>", "4")]
    [InlineData("4<|eom_id|>", "4")]
    [InlineData("4<|end|>", "4")]
    [InlineData("4<|return|>", "4")]
    [InlineData("4<end_of_turn>\n", "4")]
    [InlineData("4<turn|>", "4")]
    [InlineData("4<|user|>", "4")]
    [InlineData("4[|endofturn|]", "4")]
    [InlineData("4<unk><unk>", "4")]
    [InlineData("4<|end_of_text|><|PAD_TOKEN|>", "4")]
    [InlineData("</s> is an end token", "</s> is an end token")]
    [InlineData("</s></s>", "")]
    public void End_tokens_are_taken_off(string reply, string answer) => Assert.Equal(answer, ControlTokens.TrimEnd(reply));

    [Theory]
    [InlineData("<\u00B7s>", 0)]
    [InlineData("the [\u00B7INST] one", 1)]
    [InlineData("<\u00B7|im_end|>", 2)]
    public void Answer_with_a_defused_token_is_the_choice_with_the_token(string answer, int choice) =>
        Assert.Equal(choice, ChoiceChecker.FindChoice(answer, ["<s>", "[INST]", "<|im_end|>", "none of them"]));

    [Fact]
    public void Hostile_text_takes_linear_time()
    {
        string[] hostile = ["<", "<|", "<| ", "[", "[ / ", "]~", "<|aaaaaaaa", "<<<SYS", "<|im_end|>", "</s>"];
        foreach (var piece in hostile)
            LinearTime.Holds(piece, text =>
            {
                ControlTokens.Defuse(text);
                ControlTokens.TrimEnd(text);
            });
    }

    [Fact]
    public void What_a_marker_or_an_invisible_sign_hides_is_defused_after_it_is_cleaned() =>
        Assert.DoesNotContain("<|im_end|>", Chat.Empty.User(SafeText.WithoutMarkers("<|im_\u200Bend|> \u001B[0m<|im\u2060_end|>")).Text,
            StringComparison.Ordinal);
}
