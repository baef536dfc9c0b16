namespace Debate.Tournaments.Tests;

public sealed class GameFileTests
{
    [Fact]
    public void All_columns_are_read()
    {
        var games = GameFile.Read("""
            a,b,winner,motion,judge,side,first,length_a,length_b,margin,comment
            x,y,a,m1,j,pro,b,300,100,0.5,"said ""no"", twice
            and left"
            y,z,tie,m1,,con,none,,,,

            """, "g.csv");
        Assert.Equal(new Game("x", "y", 1, "m1") { Margin = 0.5, Side = 1, First = -1, Judge = "j", Length = 0.5 }, games[0]);
        Assert.Equal(new Game("y", "z", 0.5, "m1") { Side = -1 }, games[1]);
    }

    [Theory]
    [InlineData("model_a,model_b,winner\nx,y,model_b\n")]
    [InlineData("left\tright\twinner\nx\ty\tright\n")]
    [InlineData("A,B,Winner\r\nx,y,y\r\n")]
    [InlineData("[{\"a\": \"x\", \"b\": \"y\", \"winner\": \"y\"}]")]
    [InlineData("{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": 0}\n")]
    public void The_forms_of_others_are_understood(string text)
    {
        var game = Assert.Single(GameFile.Read(text, "g"));
        Assert.Equal(("x", "y", 0.0, 0), (game.A, game.B, game.Score, game.First));
    }

    [Theory]
    [InlineData("a,b\nx,y\n", "g:2: winner: is missing and must be given")]
    [InlineData("a,b,winner\nx,y,left-ish\n", "g:2: winner: 'left-ish' must be a, b, tie, or the name of one of the two")]
    [InlineData("a,b,winner\nx,x,a\n", "g:2: b: 'x' must not be the same as a")]
    [InlineData("a,b,winner\nx,y,a,1\n", "g:2: has 4 fields, the first line names 3")]
    [InlineData("a,b,winner,margin\nx,y,a,7\n", "g:2: margin: '7' must be a number from -1 to 1")]
    [InlineData("a,b,winner,side\nx,y,a,up\n", "g:2: side: 'up' must be one of: pro, con, none")]
    [InlineData("a,b,winner\nx,\"y,a\n", "g:2: a quote is not closed")]
    [InlineData("a,b,winner\n", "g: has no games")]
    [InlineData("", "g: has no games")]
    [InlineData("[1]", "g:1: must be an object such as {\"a\": ...}")]
    public void Bad_input_is_refused_in_one_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => GameFile.Read(text, "g")).Message);

    [Fact]
    public void Text_that_is_not_JSON_is_refused_with_its_line() =>
        Assert.StartsWith("g:2: is not JSON", Assert.Throws<InputException>(
            () => GameFile.Read("{\"a\":\"x\",\"b\":\"y\",\"winner\":\"a\"}\n{", "g")).Message);
}
