using CsCheck;
using Debate.Rewards.Texts;

namespace Debate.Rewards.Tests.Texts;

/// <summary>What is the same prompt. tests/python/test_texts.py holds client/python to the same examples.</summary>
public sealed class PromptWordsTests
{
    private const string Prompt = "ein \u00E9tude?";

    [Theory]
    [InlineData("ein e\u0301tude?")]
    [InlineData(" ein \u00E9tude? \n")]
    [InlineData("\uFEFFein \u00E9tude?\u200B\0")]
    [InlineData("\u3000ein \u00E9tude?\r\n")]
    [InlineData("<|im_start|>user\nein e\u0301tude? <|im_end|>\n<|im_start|>assistant\n")]
    [InlineData("\uFEFF\n<s>[INST] ein \u00E9tude? [/INST]")]
    public void Same_prompt_is_one_however_it_is_spelt(string spelt) => Assert.Equal(Prompt, PromptWords.Read(spelt).Text);

    [Theory]
    [InlineData("Ein \u00E9tude?")]
    [InlineData("ein  \u00E9tude?")]
    [InlineData("ein etude?")]
    [InlineData("ein \u00E9tude")]
    [InlineData("ein\n\u00E9tude?")]
    public void Another_prompt_is_another(string other) => Assert.NotEqual(Prompt, PromptWords.Read(other).Text);

    [Fact]
    public void Lines_end_alike_and_what_only_looks_alike_stays()
    {
        Assert.Equal("a\nb\n\nc", PromptWords.Read("a\r\nb\r\n\rc").Text);
        Assert.Equal("x\u00B2 \uFF1D \u2163", PromptWords.Read("x\u00B2 \uFF1D \u2163").Text);
        Assert.Equal("", PromptWords.Read(" \uFEFF\u200B\n").Text);
    }

    [Fact]
    public void What_was_read_is_read_again_as_it_is()
    {
        string[] pieces = [.. TrainerTemplate.Hostile, "\uFEFF", "\u200B", "\r\n", "\u212B", "\t", "[user]\n", "q"];
        var prompts = Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]).Array[0, 8].Select(string.Concat);
        prompts.Sample(prompt =>
        {
            // A prompt in words may say a mark; what begins with one is read as a template's.
            var once = PromptWords.Read(prompt).Text;
            if (Debate.Deliberation.ChatTemplates.FindTurns(once).Count == 0 && !once.Contains("think", StringComparison.Ordinal))
                Assert.Equal(once, PromptWords.Read(once).Text);
        }, iter: 2_000);
    }
}
