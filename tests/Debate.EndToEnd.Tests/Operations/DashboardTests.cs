using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Debate.EndToEnd.Tests.Operations;

/// <summary>The page of silos and grains, and who may see it.</summary>
[Collection(OperatedServer.Name)]
public sealed class DashboardTests(OperatedServer shared)
{
    [Fact]
    public async Task Dashboard_asks_a_browser_for_the_key_and_a_password_opens_nothing_else()
    {
        using var http = shared.Server.Http();
        using (var stranger = await http.GetAsync("dashboard/"))
            Assert.Equal((HttpStatusCode.Unauthorized, "Basic"), (stranger.StatusCode, stranger.Headers.WwwAuthenticate.Single().Scheme));
        http.DefaultRequestHeaders.Authorization = Basic("anybody:wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("dashboard/")).StatusCode);
        http.DefaultRequestHeaders.Authorization = Basic($"anybody:{OperatedServer.Key}");
        using (var page = await http.GetAsync("dashboard/"))
            Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("v1/runs")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync("dashboard/", null)).StatusCode);
    }

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
}
