using System.Globalization;
using System.Text.RegularExpressions;
using Debate.Models;
using Debate.Testing;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>Votes over samples of a solver that is right with probability p; each sample is one HTTP request.</summary>
public sealed partial class SelfConsistencyTests
{
    /// <summary>
    /// Standard errors of the three shares: .023, .021, .023 (in the long form a third of that); each seed was chosen so that an honest vote
    /// passes. The broken votes are off by .08 and more.
    /// </summary>
    private static readonly int Questions = LongRun.Size(417, 3_334);

    private static readonly double Tolerance = LongRun.IsOn ? 0.01 : 0.04;

    [Theory]
    [InlineData(0.6, 5, 0.6826, 1)]
    [InlineData(0.6, 11, 0.7535, 2)]
    [InlineData(0.4, 5, 0.3174, 1)]
    public async Task A_vote_is_as_right_as_the_binomial_says_and_a_broken_vote_is_not(double p, int samples, double expected, int seed)
    {
        var replies = new Replies();
        await using var fixture = await QuestionEndpoint.OpenAsync(new BernoulliSolver(p), Questions);
        fixture.Endpoint.Respond = replies.Keep(fixture.Honest);
        var ran = await fixture.Tool.RunAsync("eval", "questions.json", "--protocol", "self-consistency",
            "--set", string.Create(CultureInfo.InvariantCulture, $"self-consistency.samples={samples}"), "--seed", $"{seed}", "-o", "json");
        Assert.Equal(0, ran.Code);
        var result = ran.Json["results"]![0]!;
        Assert.Equal((Questions, 0, Questions * samples),
            ((int)result["questions"]!, (int)result["failed"]!, (int)result["usage"]!["calls"]!));
        Assert.Equal(Questions * samples, fixture.Count);
        Agrees((double)result["accuracy"]!, expected);
        Assert.Equal(replies.Correct(samples, rights => 2 * rights.Count(r => r) > samples), (int)result["correct"]!);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Agrees(replies.Share(samples, rights => rights[0]), expected));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() =>
            Agrees(replies.Share(samples, rights => 2 * rights.Count(r => r) < samples), expected));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Agrees(replies.Share(samples, rights => rights.Any(r => r)), expected));
    }

    private static void Agrees(double share, double expected) => Assert.InRange(share, expected - Tolerance, expected + Tolerance);

    /// <summary>What the endpoint answered, right or wrong, by question and sample.</summary>
    private sealed partial class Replies
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, SortedDictionary<int, bool>> _rights = new(StringComparer.Ordinal);

        public Responder Keep(Responder then) => async (call, hungUp) =>
        {
            var reply = await then(call, hungUp);
            var right = int.Parse(Asked().Match(call.Body).Groups[1].Value, CultureInfo.InvariantCulture) + 7;
            var parts = call.Call.Split('/');
            var isRight = reply.Body.Contains($"answer\\u0022: \\u0022{right}\\u0022", StringComparison.Ordinal);
            lock (_lock)
            {
                if (!_rights.TryGetValue(parts[1], out var samples)) _rights[parts[1]] = samples = [];
                samples.Add(int.Parse(parts[^2], CultureInfo.InvariantCulture), isRight);
            }
            return reply;
        };

        public int Correct(int samples, Func<bool[], bool> vote) => _rights.Values.Count(r =>
        {
            Assert.Equal(Enumerable.Range(0, samples), r.Keys);
            return vote([.. r.Values]);
        });

        public double Share(int samples, Func<bool[], bool> vote) => (double)Correct(samples, vote) / _rights.Count;

        [GeneratedRegex(@"how much are (\d+) and 7")]
        private static partial Regex Asked();
    }
}
