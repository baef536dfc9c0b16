using Debate.Core.Input;
using Debate.Hosting;
using Debate.Models;
using Debate.Silo.Web;
using Debate.Silo.Web.Chat;

namespace Debate.EndToEnd.Tests.Chat;

/// <summary>The names under which debates are asked as models.</summary>
public sealed class DebateModelNameTests
{
    private static readonly ModelConfiguration Models = ModelConfiguration.Read(
        "models:\n  small: { simulated: debater }\n  big: { simulated: debater }\n  'a/b?c%d@e': { simulated: debater }\n", "debate.yaml");

    [Fact]
    public void Options_and_seats_stand_behind_the_model()
    {
        var name = Parse("debate/judged@small?judge=big&rounds=3&stance=own&pro=external");
        Assert.Equal(("judged", "small"), (name.Protocol.Name, name.Model));
        Assert.Equal("rounds=3 stance=own", string.Join(' ', name.Options.Select(o => $"{o.Key}={o.Value}")));
        Assert.Equal("judge=big pro=external", string.Join(' ', name.Seats.Select(s => $"{s.Key}={s.Value}")));
        Assert.Equal("red & blue|green?", Parse("debate/khan-debate@small?answers=red%20%26%20blue|green%3F").Options["answers"]);
        Assert.Empty(Parse("debate/mad@small?").Options);
    }

    [Fact]
    public void What_is_listed_can_be_asked_whatever_the_models_are_called()
    {
        var names = DebateModelName.List(DebateServices.Protocols, Models).ToArray();
        Assert.Contains("debate/mad@big", names);
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(3, names.Count(name => name.StartsWith("debate/direct@", StringComparison.Ordinal)));
        Assert.All(names, name => Assert.StartsWith($"debate/{Parse(name).Protocol.Name}@", name, StringComparison.Ordinal));
        Assert.Contains(names, name => Parse(name).Model == "a/b?c%d@e");
    }

    /// <summary>Else a name would be of two minds.</summary>
    [Fact]
    public void No_protocol_has_an_option_and_a_seat_of_one_name() => Assert.All(DebateServices.Protocols.All, protocol =>
        Assert.Empty(protocol.Seats(protocol.CompleteOptions([])).Intersect(protocol.Options.Select(o => o.Name))));

    [Theory]
    [InlineData("debate/mad@small?debaters=3&judge=big&debater-3=big&rounds", "'rounds': it must be NAME=VALUE")]
    [InlineData("debate/mad@small?=3", "'=3': it must be NAME=VALUE")]
    [InlineData("debate/judged@small?juge=big", "did you mean 'judge'?")]
    [InlineData("debate/judged@small?judges=3&judge-9=big", "is neither an option nor a seat")]
    [InlineData("debate/judged@small?judge=bigg", "did you mean 'big'?")]
    [InlineData("debate/self-consistency@small?samples=1&samples=2", "samples: it stands there twice")]
    [InlineData("debate/self-consistency@small?samples=0", "'0' is not")]
    public void What_cannot_be_is_named(string text, string why)
    {
        var refused = Assert.Throws<InputException>(() => Parse(text)).Message;
        Assert.StartsWith($"model '{text[..Math.Min(text.Length, 30)]}", refused, StringComparison.Ordinal);
        Assert.Contains(why, refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("debate/maad@small", "did you mean 'mad'?")]
    [InlineData("debate/mad@smal", "did you mean 'small'?")]
    [InlineData("debate/evidence@small", "answers no questions")]
    [InlineData("debate/text-reward@small", "answers no questions")]
    [InlineData("debate/mad", "it names no model")]
    [InlineData("mad@small", "a model here is debate/PROTOCOL@MODEL")]
    [InlineData("", "a model here is debate/PROTOCOL@MODEL")]
    public void What_is_not_there_is_not_found(string text, string why)
    {
        var missing = Assert.Throws<HttpProblemException>(() => Parse(text));
        Assert.Equal(404, missing.Status);
        Assert.Contains(why, missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 3, "")]
    [InlineData("abcdefg", 3, "abc|def|g")]
    [InlineData("ab\ud83d\ude00c", 3, "ab|\ud83d\ude00c")]
    public void Parts_of_a_text_hold_whole_characters(string text, int most, string parts) =>
        Assert.Equal(parts, string.Join('|', ChatReplyWriter.Split(text, most)));

    [Fact]
    public void The_budget_of_chats_is_read_and_held_to_its_rule()
    {
        const string models = "models: { a: { simulated: debater } }\n";
        Assert.Equal(50, ModelConfiguration.Read($"{models}chat: {{ budget: {{ calls: 50 }} }}", "f").ChatBudget.Calls);
        Assert.Null(ModelConfiguration.Read(models, "f").ChatBudget.Calls);
        foreach (var wrong in new[] { "chat: { budget: { calls: 0 } }", "chat: { budget: { call: 5 } }", "chat: { queue: 5 }" })
            Assert.Contains("chat", Assert.Throws<InputException>(() => ModelConfiguration.Read(models + wrong, "f")).Message);
    }

    private static DebateModelName Parse(string text) => DebateModelName.Parse(text, DebateServices.Protocols, Models);
}
