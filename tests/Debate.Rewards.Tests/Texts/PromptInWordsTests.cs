using Debate.Deliberation;

namespace Debate.Rewards.Tests.Texts;

/// <summary>A trainer's prompt is shown in words: roles, not marks.</summary>
public sealed class PromptInWordsTests
{
    public static TheoryData<string> Names { get; } = [.. TrainerTemplate.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Prompt_of_any_template_is_the_question_or_the_turns_with_their_roles(string name)
    {
        var template = TrainerTemplate.All.First(t => t.Name == name);
        Assert.Equal("Is 7 prime?", ChatTemplates.ReadPrompt(template.Prompt(null, "Is 7 prime?")).Text);
        Assert.Equal(name == "gemma" ? "Be brief.\n\nIs 7 prime?" : "[system]\nBe brief.\n\n[user]\nIs 7 prime?",
            ChatTemplates.ReadPrompt(template.Prompt("Be brief.", "Is 7 prime?")).Text);
        var later = template.Prompt(null, "Is 7 prime?") + template.Next("Yes.", "Is 8?");
        Assert.Equal("[user]\nIs 7 prime?\n\n[assistant]\nYes.\n\n[user]\nIs 8?", ChatTemplates.ReadPrompt(later).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Is 7 prime?")]
    [InlineData("What does <|im_start|>user mean?")]
    [InlineData("Human: Is 7 prime?\n\nAssistant:")]
    [InlineData("Show your thoughts in <think> </think>, then answer.")]
    [InlineData("Begin your answer with <think>")]
    [InlineData("a < b\n[1, 2]")]
    public void Prompt_that_no_template_wrote_stays_as_it_is(string prompt)
    {
        var read = ChatTemplates.ReadPrompt(prompt);
        Assert.Equal((prompt, ""), (read.Text, read.Opened));
    }

    /// <summary>Templates of models that always think open the thoughts, and their answers only close them, or are cut before.</summary>
    [Theory]
    [InlineData("<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n<think>\n", "2+2?", true)]
    [InlineData("<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\nLet me see.\n<think>",
        "[user]\n2+2?\n\n[assistant]\nLet me see.", true)]
    [InlineData("<|im_start|>user\n2+2?<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n", "2+2?", false)]
    [InlineData("<|start|>user<|message|>2+2?<|end|><|start|>assistant<|channel|>analysis<|message|>", "2+2?", true)]
    [InlineData("User: 2+2?\nAssistant: <think>", "User: 2+2?\nAssistant:", true)]
    [InlineData("2+2?\n<think>\n", "2+2?\n", true)]
    public void Thoughts_that_a_prompt_opens_are_the_answers(string prompt, string text, bool isOpen)
    {
        var read = ChatTemplates.ReadPrompt(prompt);
        Assert.Equal((text, isOpen), (read.Text, read.Opened.Length > 0));
    }

    [Fact]
    public void Instructions_before_a_question_of_deepseek_are_read_behind_its_beginning_alone()
    {
        const string rest = "Be brief.<\uFF5CUser\uFF5C>2+2?<\uFF5CAssistant\uFF5C>";
        Assert.Equal("[system]\nBe brief.\n\n[user]\n2+2?",
            ChatTemplates.ReadPrompt("<\uFF5Cbegin\u2581of\u2581sentence\uFF5C>" + rest).Text);
        Assert.Equal(rest, ChatTemplates.ReadPrompt(rest).Text);
    }

    [Fact]
    public void Mark_inside_a_turn_is_a_word_of_it_and_one_at_the_end_is_that_of_the_turn_to_come()
    {
        const string question = "What is <|im_start|>assistant, and <|im_start|>user?";
        Assert.Equal(question,
            ChatTemplates.ReadPrompt($"<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n").Text);
        Assert.Equal("Is 7 prime?", ChatTemplates.ReadPrompt("<|im_start|>user\nIs 7 prime?\n<|im_start|>assistant\n").Text);
    }

    [Fact]
    public void Marks_of_other_families_are_words_of_a_turn()
    {
        var marks = ChatTemplates.FindTurns(
            "<|im_start|>user\nWhat is [INST] or <|user|>?<|im_end|>\n<|im_start|>assistant\n[/INST]<|assistant|>");
        Assert.Equal(["user", "assistant"], marks.Select(m => m.Role));
    }
}
