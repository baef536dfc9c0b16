using System.ComponentModel.DataAnnotations;
using Debate.Core.Input;
using Debate.Silo.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Debate.EndToEnd.Tests.Api;

/// <summary>Queries against what their operation declares, and cursors against the lists that they are of.</summary>
public sealed class QueryTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("?limit=3&deep=true&kind=a,b&share=0.5&text=x&extra=one&SORT=up", null)]
    [InlineData("?limti=3", "limti '3': it is not a known parameter; did you mean 'limit'? known: limit, deep, kind, share, text, sort, extra")]
    [InlineData("?=3", "query '3': it is not a known parameter; known: limit, deep, kind, share, text, sort, extra")]
    [InlineData("?id=3", "id '3': it is not a known parameter; known: limit, deep, kind, share, text, sort, extra")]
    [InlineData("?given=3", "given '3': it is not a known parameter; known: limit, deep, kind, share, text, sort, extra")]
    [InlineData("?limit=3&limit=4", "limit: it stands there twice")]
    [InlineData("?limit=3&LIMIT=4", "limit: it stands there twice")]
    [InlineData("?limit=", "limit: it must be a whole number from 1 to 10")]
    [InlineData("?limit=11", "limit '11': it must be a whole number from 1 to 10")]
    [InlineData("?limit=1,0", "limit '1,0': it must be a whole number from 1 to 10")]
    [InlineData("?limit=99999999999999999999", "limit '99999999999999999999': it must be a whole number from 1 to 10")]
    [InlineData("?deep", "deep: it must be true or false")]
    [InlineData("?deep=yes", "deep 'yes': it must be true or false")]
    [InlineData("?share=NaN", "share 'NaN': it must be a number from 0 to 1")]
    [InlineData("?share=1.1", "share '1.1': it must be a number from 0 to 1")]
    [InlineData("?kind=a,c", "kind 'c': it must be one of a, b")]
    [InlineData("?kind=a,", "kind: it must be one of a, b")]
    [InlineData("?sort=upp", "sort 'upp': it must be one of up, down; did you mean 'up'?")]
    [InlineData("?extra=three", "extra 'three': it must be one of one, two")]
    public void A_query_is_what_its_operation_declares(string query, string? refusal)
    {
        var contract = QueryContract.FromEndpoint(Map("/v1/{id}", List, "extra", "one", "two"));
        void Check() => contract.Check(QueryHelpers.ParseQuery(query));
        if (refusal is null) Check();
        else Assert.Equal(refusal, Assert.Throws<InputException>(Check).Message);
    }

    [Fact]
    public void An_operation_without_parameters_takes_none() => Assert.Equal("x '1': it is not a known parameter; there are none here",
        Assert.Throws<InputException>(() => QueryContract.FromEndpoint(Map("/", () => "", null)).Check(QueryHelpers.ParseQuery("?x=1"))).Message);

    [Fact]
    public void A_cursor_tells_its_place_to_its_own_list_alone()
    {
        var cursor = Cursor.Write("runs all", "7", "a/\"ü");
        Assert.Equal(["7", "a/\"ü"], Cursor.Read("runs all", cursor, 2));
        Assert.Equal(Uri.EscapeDataString(cursor), cursor);
        Refused("runs failed", cursor, 2, "is of another list");
        Refused("runs all", cursor, 3, "must be the 'next'");
        foreach (var wrong in new[] { "", "x", "!", cursor[..^3], new string('A', 5000), "bnVsbA", "WzFd", "WyJcdWQ4MDAiXQ", "W251bGwsIjciLCJhIl0" })
            Refused("runs all", wrong, 2, "must be the 'next'");

        static void Refused(string list, string cursor, int parts, string why) => Assert.Contains(
            why, Assert.Throws<InputException>(() => Cursor.Read(list, cursor, parts)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 3, 0, null)]
    [InlineData(3, 3, 3, null)]
    [InlineData(4, 3, 3, "3")]
    public void A_page_has_a_next_one_only_where_something_is_left(int found, int limit, int items, string? next)
    {
        var page = Page<int>.Cut([.. Enumerable.Range(1, found)], limit, item => $"{item}");
        Assert.Equal((items, next), (page.Items.Count, page.Next));
    }

    private static string List(
        string id, HttpContext context, [Range(1, 10)] int limit = 1, bool deep = false, [Words("a", "b", Several = true)] string? kind = null,
        [Range(0.0, 1.0)] double? share = null, string? text = null, [Words("up", "down")] string sort = "up",
        [Microsoft.AspNetCore.Mvc.FromHeader] string? given = null, CancellationToken stop = default) =>
        $"{id}{context}{limit}{deep}{kind}{share}{text}{sort}{given}{stop}";

    private static Endpoint Map(string path, Delegate handler, string? declared, params string[] words)
    {
        var builder = WebApplication.CreateSlimBuilder();
        using var app = (IDisposable)builder.Build();
        var mapped = ((IEndpointRouteBuilder)app).MapGet(path, handler);
        if (declared is not null) mapped.TakesQuery(declared, "More.", words);
        return ((IEndpointRouteBuilder)app).DataSources.Single().Endpoints.Single();
    }
}
