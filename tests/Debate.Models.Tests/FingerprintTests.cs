namespace Debate.Models.Tests;

/// <summary>What of a model's entry decides its replies, and so the identity of what it judged.</summary>
public sealed class FingerprintTests
{
    private const string Endpoint = "endpoint: http://127.0.0.1:8080/v1, model: m";
    private const string Judge = "simulated: text-judge, accuracy: 0.8";

    [Theory]
    [InlineData("endpoint: http://127.0.0.1:8081/v1, model: m")]
    [InlineData("endpoint: http://127.0.0.1:8080/v1, model: n")]
    [InlineData(Endpoint + ", temperature: 0.2")]
    [InlineData(Endpoint + ", temperature: false")]
    [InlineData(Endpoint + ", maxTokens: 99")]
    [InlineData(Endpoint + ", maxTokensField: max_completion_tokens")]
    [InlineData(Endpoint + ", seed: false")]
    [InlineData(Endpoint + ", systemRole: user")]
    [InlineData(Endpoint + ", apiVersion: '2'")]
    [InlineData(Endpoint + ", thoughts: keep")]
    [InlineData(Endpoint + ", extraBody: { top_k: 1 }")]
    [InlineData(Endpoint + ", headers: { X-Variant: b }")]
    [InlineData("simulated: text-judge")]
    public void What_changes_replies_changes_it(string entry) => Assert.NotEqual(Compute(Endpoint), Compute(entry));

    [Theory]
    [InlineData("accuracy: 0.85")]
    [InlineData("bias: 0.1")]
    [InlineData("lengthWeakness: 0.1")]
    [InlineData("failures: 0.1")]
    [InlineData("decides: true")]
    [InlineData("favours: { thus: 0.1 }")]
    public void So_does_a_trait_of_a_simulated_one(string trait) =>
        Assert.NotEqual(Compute("simulated: text-judge"), Compute($"simulated: text-judge, {trait}"));

    [Theory]
    [InlineData(Endpoint, "keyVariable: K")]
    [InlineData(Endpoint, "parallel: 3")]
    [InlineData(Endpoint, "requestsPerMinute: 3")]
    [InlineData(Endpoint, "contextTokens: 9000")]
    [InlineData(Endpoint, "pricePerMillionIn: 1, pricePerMillionOut: 2")]
    [InlineData(Endpoint, "timeout: 5s, patience: 6s, waitForStart: 7s")]
    [InlineData(Endpoint, "family: f")]
    [InlineData(Judge, "latency: 5ms")]
    [InlineData(Judge, "parallel: 1")]
    public void What_changes_no_reply_leaves_it(string entry, string more) => Assert.Equal(Compute(entry), Compute($"{entry}, {more}"));

    [Fact]
    public void Of_a_script_in_a_file_the_text_counts()
    {
        var file = Path.GetTempFileName();
        try
        {
            string Read(string script)
            {
                File.WriteAllText(file, script);
                return Compute($"simulated: scripted, file: {file}");
            }

            Assert.NotEqual(Read("judge:\n- one\n"), Read("judge:\n- two\n"));
            Assert.Equal(Read("judge:\n- one\n"), Read("judge:\n- one\n"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Compute(string entry)
    {
        var configured = ModelConfiguration.Read($"models:\n  a: {{ {entry} }}", "c.yaml");
        using var models = new ModelRegistry(configured);
        return models.GetTerms("a").Fingerprint;
    }
}
