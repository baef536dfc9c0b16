using Debate.Core.Input;

namespace Debate.Models.Tests;

/// <summary>What may change of a run's models while it stands, and what may not.</summary>
public sealed class MendingTests
{
    private const string Before = """
        models:
          a: { endpoint: "http://127.0.0.1:9/v1", model: big-7b, temperature: 0.5, family: acme, pricePerMillionIn: 1 }
          b: { simulated: debater, accuracy: 0.6 }
          unused: { simulated: judge }
        """;

    [Theory]
    [InlineData("endpoint: \"http://other:8000/v1\"", "a: endpoint is now http://other:8000/v1 instead of http://127.0.0.1:9/v1")]
    [InlineData("keyVariable: KEY", "a: keyVariable is now KEY instead of nothing")]
    [InlineData("pricePerMillionIn: 2.5", "a: pricePerMillionIn is now 2.5 instead of 1")]
    [InlineData("parallel: 3", "a: parallel is now 3 instead of 16")]
    [InlineData("patience: 1m", "a: patience is now 00:01:00 instead of 00:03:00")]
    [InlineData("headers: { X-Secret: abc }", "a: headers changed")]
    public void Address_key_price_and_pace_may_change_and_the_change_is_told(string field, string change)
    {
        var mended = Mend(WithField(field));
        Assert.Equal([change], mended.Changes);
        Assert.Equal(new ModelConfiguration([Read(WithField(field)).Find("a")]).ToJson(),
            new ModelConfiguration([mended.Models.Find("a")]).ToJson());
        Assert.Equal(["a", "b", "unused"], mended.Models.Models.Select(m => m.Name));
    }

    [Theory]
    [InlineData("model: other", "mended.yaml: models.a.model 'other': it must stay big-7b, as the run was started")]
    [InlineData("temperature: 0.7", "mended.yaml: models.a.temperature '0.7': it must stay 0.5")]
    [InlineData("maxTokens: 50", "mended.yaml: models.a.maxTokens '50': it must stay nothing")]
    [InlineData("systemRole: user", "mended.yaml: models.a.systemRole 'user': it must stay nothing")]
    [InlineData("extraBody: { top_k: 1 }", "mended.yaml: models.a.extraBody")]
    [InlineData("thoughts: keep", "mended.yaml: models.a.thoughts")]
    public void What_decides_the_replies_may_not_change(string field, string message) =>
        Assert.StartsWith(message, Refusal(WithField(field)), StringComparison.Ordinal);

    [Fact]
    public void A_simulated_model_stays_as_it_is()
    {
        Assert.StartsWith("mended.yaml: models.b.accuracy '0.7': it must stay 0.6",
            Refusal("models:\n  b: { simulated: debater, accuracy: 0.7 }"), StringComparison.Ordinal);
        Assert.StartsWith("mended.yaml: models.b.simulated 'judge'",
            Refusal("models:\n  b: { simulated: judge, accuracy: 0.6 }"), StringComparison.Ordinal);
        Assert.Empty(Mend("models:\n  b: { simulated: debater, accuracy: 0.6 }").Changes);
    }

    [Fact]
    public void A_simulated_model_takes_a_seat_only_of_one_that_has_answered_nothing()
    {
        const string Simulated = "models:\n  a: { simulated: debater }";
        Assert.True(ModelMending.ChangesKind(Read(Before), Read(Simulated), ["a", "b"]));
        Assert.False(ModelMending.ChangesKind(Read(Before), Read(Simulated), ["b"]));
        var mended = Mend(Simulated);
        Assert.Equal(
            ["a is now simulated (debater) instead of big-7b at http://127.0.0.1:9/v1; it has answered nothing in this run"],
            mended.Changes);
        Assert.Equal(("acme", true), (mended.Models.Find("a").Family, mended.Models.Find("a") is SimulatedSpec));
        Assert.StartsWith("mended.yaml: models.a.simulated 'simulated (debater)': it must stay big-7b at http://127.0.0.1:9/v1",
            Refusal(Simulated, answered: "a"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_family_stays_as_panels_were_drawn_by_it_and_names_that_are_not_used_are_free()
    {
        var mended = Mend("""
            models:
              a: { endpoint: "http://127.0.0.1:9/v1", model: big-7b, temperature: 0.5, family: globex, pricePerMillionIn: 1 }
              unused: { simulated: bernoulli }
              fresh: { simulated: bernoulli }
            """);
        Assert.Empty(mended.Changes);
        Assert.Equal("acme", mended.Models.Find("a").Family);
        Assert.Equal(SimulatedKind.Bernoulli, ((SimulatedSpec)mended.Models.Find("unused")).Kind);
        Assert.Equal(4, mended.Models.Models.Count);
    }

    [Theory]
    [InlineData("http://host:80/v1", "m", "http://HOST/v1/", "m", true)]
    [InlineData("http://127.0.0.1:8000/v1", "m", "http://localhost:8000/v1", "m", true)]
    [InlineData("http://127.0.0.1:8000/v1", "m", "http://localhost:8001/v1", "m", false)]
    [InlineData("http://host/v1", "m", "http://host/v1", "n", false)]
    [InlineData("http://host/v1", "m", "http://host/v2", "m", false)]
    [InlineData("http://host/v1", "m", "http://other/v1", "m", false)]
    public void One_model_id_at_one_endpoint_is_one_model(string one, string id, string other, string otherId, bool same)
    {
        var models = Read($"models:\n  x: {{ endpoint: \"{one}\", model: {id} }}\n  y: {{ endpoint: \"{other}\", model: {otherId} }}");
        Assert.Equal(same, models.Find("x").IsSameModel(models.Find("y")));
        Assert.Equal(same, models.Find("y").IsSameModel(models.Find("x")));
    }

    private static string WithField(string field)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["endpoint"] = "\"http://127.0.0.1:9/v1\"", ["model"] = "big-7b", ["temperature"] = "0.5", ["family"] = "acme",
            ["pricePerMillionIn"] = "1",
        };
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        fields[field[..colon]] = field[(colon + 1)..];
        return $"models:\n  a: {{ {string.Join(", ", fields.Select(f => $"{f.Key}: {f.Value}"))} }}";
    }

    private static string Refusal(string given, string answered = "") =>
        Assert.Throws<InputException>(() => Mend(given, answered)).Message;

    private static MendedModels Mend(string given, string answered = "") =>
        ModelMending.Mend(Read(Before), Read(given), "mended.yaml", ["a", "b"], name => name == answered);

    private static ModelConfiguration Read(string yaml) => ModelConfiguration.Read(yaml, "debate.yaml");
}
