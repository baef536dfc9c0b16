using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models.Tests;

/// <summary>Every field of the entries of models and rewards, found from what the reader itself knows, and how seats' sampling is
/// settled.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("models:\n  m:\n    endpoint: http://h/v1\n    model: n\n", "models.m", 12)]
    [InlineData("models:\n  m:\n    simulated: debater\n", "models.m", 10)]
    [InlineData("models:\n  m:\n    simulated: bernoulli\n", "models.m", 8)]
    [InlineData("models:\n  m:\n    simulated: text-judge\n", "models.m", 10)]
    [InlineData("models:\n  m:\n    simulated: recorded\n    file: a.json\n", "models.m", 7)]
    public void Each_field_of_a_model_is_refused_as_null_as_another_kind_and_misspelt(string text, string path, int least)
    {
        Assert.NotEmpty(ModelConfiguration.Read(text, "c.yaml").Models);
        var known = Refusal(text + "    zzzzzz: 1\n").Split("known: ")[1].Split(", ");
        Assert.True(known.Length >= least, string.Join(", ", known));
        foreach (var field in known)
        {
            var others = string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.Contains($" {field}:", StringComparison.Ordinal)).Select(line => line + "\n"));
            foreach (var nothing in new[] { "null", "~", "" })
                Assert.Contains($"{path}.{field} 'null': it ", Refusal($"{others}    {field}: {nothing}\n"), StringComparison.Ordinal);
            Assert.Contains($"{path}.{field}", Refusal($"{others}    {field}: [[1]]\n"), StringComparison.Ordinal);
            Assert.Contains("is not a known field", Refusal($"{text}    {field}x: 1\n"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("models: null", "models 'null': it must be a map")]
    [InlineData("models: {}\nrewards: ~", "rewards 'null': it must be a map")]
    [InlineData("models: {}\nrewards: { profiles: { p: null } }", "rewards.profiles.p 'null': it must be a map")]
    [InlineData("models: {}\nrewards: { profiles: { p: { judge: null } } }", "rewards.profiles.p.judge 'null': it must be a text")]
    [InlineData("models: {}\nrewards: { queue: 0 }", "rewards.queue '0': it must be a whole number of at least 1")]
    [InlineData("models: {}\nrewards: { prfiles: {} }", "rewards.prfiles: it is not a known field; did you mean 'profiles'?")]
    [InlineData("models: { a: { simulated: bernoulli }, a: { simulated: judge } }", "not YAML or JSON: Duplicate key")]
    public void Sections_are_held_to_the_same_rules(string text, string message) =>
        Assert.Contains(message, Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, null, 1024)]
    [InlineData(null, 16_000, null, 16_000)]
    [InlineData(2000, 16_000, null, 2000)]
    [InlineData(20_000, 16_000, null, 20_000)]
    [InlineData(2000, null, 4096, 2000)]
    [InlineData(null, null, 512, 1024)]
    public void A_seat_s_token_limit_is_its_own_else_its_model_s_else_the_default(int? seat, int? model, int? context, int settled) =>
        Assert.Equal(settled, Models(model, context).ResolveSampling(Seat(seat)).MaxTokens);

    [Theory]
    [InlineData(5000, null)]
    [InlineData(null, 5000)]
    public void A_reply_that_no_context_can_hold_is_refused_by_name(int? seat, int? model) => Assert.Equal(
        "seats.judge.sampling.maxTokens '5000': it must fit into the context of model 'm', 4096 tokens",
        Assert.Throws<InputException>(() => Models(model, 4096).ResolveSampling(Seat(seat))).Message);

    [Fact]
    public void Other_settings_of_a_seat_stay_as_they_are() => Assert.Equal(
        new Sampling(0.5, 0.9, 700, ["END"]),
        Models(700, null).ResolveSampling(new Seat("judge", "m") { Sampling = new(0.5, 0.9, Stop: ["END"]) }));

    [Fact]
    public void A_path_is_beside_its_file_and_a_tilde_is_home()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal("/a/b/c.json", DataPath.Resolve("b/c.json", "/a/d.yaml"));
        Assert.Equal(Path.Combine(home, "c.json"), DataPath.Resolve("~/c.json", "/a/d.yaml"));
        Assert.Equal("/a/~c.json", DataPath.Resolve("~c.json", "/a/d.yaml"));
    }

    private static Seat Seat(int? maxTokens) => new("judge", "m") { Sampling = new(MaxTokens: maxTokens) };

    private static ModelConfiguration Models(int? maxTokens, int? contextTokens) =>
        new([new EndpointSpec("m", new("http://h/v1"), "m") { MaxTokens = maxTokens, ContextTokens = contextTokens }]);

    private static string Refusal(string text) => Assert.Throws<InputException>(() => ModelConfiguration.Read(text, "c.yaml")).Message;
}
