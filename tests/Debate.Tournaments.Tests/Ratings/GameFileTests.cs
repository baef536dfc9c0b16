using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Tournaments.Tests;

public sealed class GameFileTests
{
    [Fact]
    public void All_columns_are_read()
    {
        var games = Read("""
            a,b,winner,motion,judge,side,first,length_a,length_b,margin,comment
            x,y,a,m1,j,pro,b,300,100,0.5,"said ""no"", twice
            and left"
            y,z,tie,m1,,con,none,,,,

            """).Games;
        Assert.Equal(new Game("x", "y", 1, "m1") { Margin = 0.5, Side = 1, First = -1, Judge = "j", Length = 0.5 }, games[0]);
        Assert.Equal(new Game("y", "z", 0.5, "m1") { Side = -1 }, games[1]);
    }

    [Theory]
    [InlineData("model_a,model_b,winner\nx,y,model_b\n")]
    [InlineData("left\tright\twinner\nx\ty\tright\n")]
    [InlineData("A,B,Winner\r\nx,y,y\r\n")]
    [InlineData("[{\"a\": \"x\", \"b\": \"y\", \"winner\": \"y\"}]")]
    [InlineData("{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": 0}\n")]
    [InlineData("{\n  \"a\": \"x\",\n  \"b\": \"y\",\n  \"winner\": \"b\"\n}\n")]
    [InlineData("model_a;model_b;winner, as voted;winner\nx;y;?;model_b\n")]
    [InlineData("\n\nmodel_a;model_b;winner\nx;y;model_b\n")]
    [InlineData("a,b,winner\rx,y,b\r")]
    [InlineData("worker,left,right,label\nw,x,y,y\n")]
    [InlineData("model_a_name,model_b_name,chosen_model_name,both_equal\nx,y,y,False\n")]
    [InlineData("model_1,model_2,winner\nx,y,model_2\n")]
    [InlineData("generator_1,generator_2,preference\nx,y,2.0\n")]
    [InlineData("id,model_a,model_b,winner_model_a,winner_model_b,winner_tie\n7,x,y,0,1,0\n")]
    [InlineData("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner_model_a\":false,\"winner_model_b\":true,\"winner_tie\":false}")]
    [InlineData("a,b,games,points\nx,y,1,0\n")]
    public void The_forms_of_others_are_understood(string text)
    {
        var game = Assert.Single(Read(text).Games);
        Assert.Equal(("x", "y", 0.0, -1.0, 0), (game.A, game.B, game.Score, game.Margin, game.First));
    }

    [Theory]
    [InlineData("winner\nx,y,tie", 0.5)]
    [InlineData("winner\nx,y,Tie (BothBad)", 0.5)]
    [InlineData("winner\nx,y,tie (bothbad)", 0.5)]
    [InlineData("winner\nx,y,both_bad", 0.5)]
    [InlineData("winner\nx,y,both bad", 0.5)]
    [InlineData("winner\nx,y,draw", 0.5)]
    [InlineData("winner\nx,y,Model_A", 1)]
    [InlineData("winner\nx,y,1.0", 1)]
    [InlineData("winner_model_a,winner_model_b,winner_tie\nx,y,0,0,1", 0.5)]
    [InlineData("winner_model_a,winner_model_b,winner_tie\nx,y,1.0,0.0,0.0", 1)]
    [InlineData("winner_model_a,winner_model_b\nx,y,1,0", 1)]
    [InlineData("chosen_model_name,both_equal\nx,y,,True", 0.5)]
    [InlineData("preference\nx,y,1.5", 0.5)]
    [InlineData("preference\nx,y,0", 0.5)]
    [InlineData("preference\nx,y,1.0000316", 1)]
    [InlineData("preference\nx,y,model_a", 1)]
    public void Every_word_for_a_result_is_read(string rest, double score) =>
        Assert.Equal(score, Assert.Single(Read("model_a,model_b," + rest).Games).Score);

    [Fact]
    public void The_weight_of_a_preference_is_the_margin() =>
        Assert.Equal([(1, 0.5), (0, -0.5), (0.5, 0)],
            Read("generator_1,generator_2,preference\nx,y,1.25\nx,y,1.75\nx,y,1.5\n").Games.Select(g => (g.Score, g.Margin)));

    [Fact]
    public void A_judge_that_is_a_list_is_one_judge() => Assert.Equal("gpt-4, pair-v2",
        Assert.Single(Read("{\"model_a\":\"x\",\"model_b\":\"y\",\"winner\":\"tie\",\"judge\":[\"gpt-4\",\"pair-v2\"]}").Games).Judge);

    [Fact]
    public void Points_of_pairs_are_as_many_games()
    {
        var read = Read("a,b,games,points,draws\nx,y,4,2.5,3\nz,y,3,1.5,\n");
        Assert.Equal([1, 0.5, 0.5, 0.5, 1, 0.5, 0], read.Games.Select(g => g.Score));
        Assert.Equal(7, read.Games.Select(g => g.Motion).Distinct().Count());
        Assert.Contains("do not say how many games were drawn", string.Join('\n', read.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\nx,y\n", "g:2: winner: is missing and must be given")]
    [InlineData("a,winner\nx,y\n", "g:1: no column is 'b' (model_b, b, right, player_b, model_2, generator_2, model_b_name); the columns "
        + "are 'a', 'winner'")]
    [InlineData("a,b,winner\nx,y,left-ish\n", "g:2: winner: 'left-ish' must be a, b, tie, or the name of one of the two")]
    [InlineData("a,b,winner\nx,y,-1\n", "g:2: winner: '-1' must be a, b, tie, or the name of one of the two")]
    [InlineData("a,b,winner\nx,y,nan\n", "g:2: winner: 'nan' must be a, b, tie, or the name of one of the two")]
    [InlineData("a,b,winner\nx,x,a\n", "g:2: b: 'x' must not be the same as a")]
    [InlineData("a,b,winner\nx\u00FC,xu\u0308,a\n", "g:2: b: 'x\u00FC' must not be the same as a")]
    [InlineData("a,b,winner\nx,y,a,1\n", "g:2: has 4 fields, the first line names 3")]
    [InlineData("a,b,winner,margin\nx,y,a,7\n", "g:2: margin: '7' must be a number from -1 to 1")]
    [InlineData("a,b,winner,side\nx,y,a,up\n", "g:2: side: 'up' must be one of: pro, con, none")]
    [InlineData("a,b,winner,forfeit\nx,y,a,maybe\n", "g:2: forfeit: 'maybe' must be true or false, 1 or 0")]
    [InlineData("a,b,winner,forfeit\nx,y,a,true\n", "g: has no games, only forfeits (1)")]
    [InlineData("a,b,winner,sides\nx,y,a,both\nx,y,a,\n", "g:3: sides: must be the same in all rows")]
    [InlineData("a,b,winner,winner\nx,y,a,b\n", "g:1: the column 'winner' stands twice; it must stand once")]
    [InlineData("a,b,winner,Winner \nx,y,a,b\n", "g:1: the column 'Winner' stands twice; it must stand once")]
    [InlineData("a,b,winner,note,note\nx,y,a,b,c\n", "g:1: the column 'note' stands twice; it must stand once")]
    [InlineData("{\"a\":\"x\",\"b\":\"y\",\"winner\":\"a\",\"winner\":\"b\"}", "g:1: the key 'winner' stands twice; it must stand once")]
    [InlineData("[{\"a\":\"x\",\"b\":\"y\",\"winner\":\"a\"},\n{\"a\":\"x\",\"b\":\"y\",\"winner\":\"a\",\"WINNER\":null}]",
        "g:2: the key 'WINNER' stands twice; it must stand once")]
    [InlineData("{\"a\":\"x\",\"b\":\"y\",\"winner\":\"a\",\"prompt\":\"cut \\ud83d\"}",
        "g:1: prompt: is not valid Unicode: it holds half of a surrogate pair")]
    [InlineData("{\"a\":\"x\",\"b\":\"y\",\"winner\":\"a\"}\n{\"a\":\"\\ude00\",\"b\":\"y\",\"winner\":\"a\"}",
        "g:2: a: is not valid Unicode: it holds half of a surrogate pair")]
    [InlineData("{\"a\":\"x\",\"b\":\"y\",\"winner\":\"a\"}\n{\"a\":\"x\",\"b\":\"y\",\"winner\":\"a\",\"\\ude00\":1}",
        "g:2: a key: is not valid Unicode: it holds half of a surrogate pair")]
    [InlineData("{\"\\ude00\":1}", "g:1: is not valid Unicode: a text holds half of a surrogate pair")]
    [InlineData("a,b,winner_model_a,winner_model_b,winner_tie\nx,y,1,0,1\n",
        "g:2: winner_model_a, winner_model_b, winner_tie: exactly one must be 1")]
    [InlineData("a,b,winner_model_a,winner_model_b,winner_tie\nx,y,0.5,0.2,0.3\n", "g:2: winner_a: '0.5' must be true or false, 1 or 0")]
    [InlineData("a,b,winner,winner_model_a,winner_model_b\nx,y,a,0,1\n",
        "g:2: winner: 'a' must agree with winner_model_a, winner_model_b and winner_tie")]
    [InlineData("generator_1,generator_2,preference\nx,y,0.5\n", "g:2: preference: '0.5' must be 0, or a number from 1 to 2")]
    [InlineData("a,b,games,points\nx,y,3,1.25\n", "g:2: points: '1.25' must be wins and half the draws of 3 games")]
    [InlineData("{\"model_a\":{\"0\":\"x\"}}", "g:1: b: is missing and must be given")]
    [InlineData("{\"id\":\"e\",\"results\":[]}", "g: is one object with neither games nor pairs of players; its keys are id, results")]
    [InlineData("<!doctype html>\n<html>\n", "g:1: no column is 'a' (model_a, a, left, player_a, model_1, generator_1, model_a_name); the "
        + "columns are '<!doctype html>'")]
    [InlineData("a,b,winner\nx,\"y,a\n", "g:2: a quote is not closed")]
    [InlineData("a,b,winner\n", "g: has no games")]
    [InlineData("", "g: has no games")]
    [InlineData("[]", "g: has no games")]
    [InlineData("[1]", "g:1: must be an object such as {\"a\": ...}")]
    public void Bad_input_is_refused_in_one_line(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => Read(text)).Message);

    [Theory]
    [InlineData("{\"a\":\"x\",\"b\":\"y\",\"winner\":\"a\"}\n{", "g:2: is not JSON")]
    [InlineData("[{\"a\":\"x\",\"b\":\"y\",\"winner\":\"a\"},\n{]", "g:2: is not JSON")]
    [InlineData("[{\"a\":\"x\",\"b\":\"y\",\"winner\":NaN}]", "g:1: is not JSON")]
    [InlineData("[]\nmore", "g:2: is not JSON")]
    public void Text_that_is_not_JSON_is_refused_with_its_line(string text, string start)
    {
        var message = Assert.Throws<InputException>(() => Read(text)).Message;
        Assert.StartsWith(start, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Two_columns_of_one_field_are_told_and_the_preferred_one_is_read()
    {
        var read = Read("model_a,a,model_b,b,winner,score\nx,a long answer,y,another,model_a,0.3\nx,more,y,text,tie,0.9\n");
        Assert.Equal([("x", "y", 1.0), ("x", "y", 0.5)], read.Games.Select(g => (g.A, g.B, g.Score)));
        Assert.Equal(["model_a, a", "model_b, b", "winner, score"],
            read.Notes.Select(note => note["the columns ".Length..note.IndexOf(" are", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Names_in_two_Unicode_forms_are_one_player_and_told()
    {
        var read = Read("a,b,winner\nT\u00FClu,x,a\nTu\u0308lu,x,b\nTulu,x,Tulu\nx,T\u00FClu,Tu\u0308lu\n");
        Assert.Equal(["Tulu", "T\u00FClu", "x"], read.Games.SelectMany(g => new[] { g.A, g.B }).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal([1, 0, 1, 0], read.Games.Select(g => g.Score));
        Assert.Equal(["'T\u00FClu' is written in several Unicode forms and is one player"], read.Notes);
    }

    [Fact]
    public void Names_that_look_alike_stay_two_players_and_are_told()
    {
        var read = Read("a,b,winner\ngpt-4 ,x,a\nGPT-4,x,b\ngpt-4,x,b\nGpt-\u00A04,x,b\n");
        Assert.Equal(["GPT-4", "Gpt-\u00A04", "gpt-4", "x"],
            read.Games.SelectMany(g => new[] { g.A, g.B }).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["'GPT-4' and 'Gpt-\u00A04' and 'gpt-4' look alike and are different players"], read.Notes);
    }

    /// <summary>A winner that is a word for a column, or for a tie, and a player's name as well.</summary>
    [Theory]
    [InlineData("a,b,winner\na,b,a\nb,a,b\n", "g:3: winner: 'b' must not be both column b and the name of the player in column a; ")]
    [InlineData("a,b,winner\ntie,x,tie\n", "g:2: winner: 'tie' must not be both a tie and the name of the player in column a; ")]
    [InlineData("a,b,winner\nx,Draw,draw\n", "g:2: winner: 'draw' must not be both a tie and the name of the player in column b; ")]
    [InlineData("left,right,winner\n2,1,1\n", "g:2: winner: '1' must not be both column a and the name of the player in column b; ")]
    [InlineData("a,b,preference\nx,Model A,model_a\n", null)]
    [InlineData("a,b,preference\nx,model_a,model_a\n", "g:2: preference: 'model_a' must not be both column a and the name of ")]
    [InlineData("a,b,winner\na,b,a\nx,tie,x\na,tie,a\nx,y,tie\n", null)]
    [InlineData("left,right,label\n2,1,1\n1,0,0\ntie,a,a\n", null)]
    [InlineData("a,b,winner,sides\nb,a,b,one\ntie,a,tie,one\n", null)]
    public void A_winner_of_two_meanings_is_refused(string text, string? refusal)
    {
        if (refusal is null) Assert.NotEmpty(Read(text).Games);
        else Assert.StartsWith(refusal, Assert.Throws<InputException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_are_names_and_our_exports_name_columns()
    {
        Assert.Equal([0, 0, 0], Read("left,right,label\n2,1,1\n1,0,0\ntie,a,a\n").Games.Select(g => g.Score));
        Assert.Equal([0, 0.5], Read("a,b,winner,sides\nb,a,b,one\ntie,a,tie,one\n").Games.Select(g => g.Score));
    }

    [Theory]
    [InlineData("unread"), InlineData("Cut"), InlineData("empty"), InlineData("refused")]
    public void A_game_with_a_fault_was_judged_by_nobody(string fault)
    {
        var read = Read($"a,b,winner,fault\nx,y,tie,{fault}\nx,y,,{fault}\nx,y,tie,\nx,y,a,none\n");
        Assert.Equal([false, false, true, true], read.Games.Select(g => g.IsJudged));
        var board = read.Rate(1, RatingMethod.FromNames());
        Assert.Equal((2, 1), (board.Standings[0].NotJudged, board.Standings[0].Draws));
        Assert.Equal("2 of 4 games were judged by nobody; they are in no rating", board.Warnings[0]);
        Assert.Equal("2 games of 2 players, 2 not judged and not rated", read.Describe(2, RatingMethod.FromNames()));
        Assert.Equal(3, read.Rate(1, RatingMethod.FromNames() with { RatesUnjudged = true }).Standings[0].Draws);
    }

    [Theory]
    [InlineData("x\u001B[31m"), InlineData("x\u202Ey"), InlineData("x\u200Fy"), InlineData("x\ny"), InlineData("x\ty")]
    [InlineData("x\u2028y"), InlineData("gpt-\u200B4"), InlineData("\u3164")]
    public void Names_that_one_cannot_see_whole_are_refused(string name)
    {
        foreach (var (row, field) in new[] { ($"\"{name}\",z,a,j", "a"), ($"z,\"{name}\",a,j", "b"), ($"z,y,a,\"{name}\"", "judge") })
        {
            var message = Assert.Throws<InputException>(() => Read($"a,b,winner,judge\np,q,a,j\n{row}\n")).Message;
            Assert.StartsWith($"g:3: {field}: '", message, StringComparison.Ordinal);
            Assert.EndsWith("neither blank nor longer than 200 characters, all of them visible", message, StringComparison.Ordinal);
            Assert.DoesNotContain(message, char.IsControl);
        }
    }

    [Fact]
    public void A_name_of_5000_letters_is_refused_in_a_short_line() =>
        Assert.InRange(Assert.Throws<InputException>(() => Read($"a,b,winner\n{new string('x', 5_000)},y,a\n")).Message.Length, 100, 300);

    public static TheoryData<string, string> Spellings()
    {
        (string A, string B, string Winner, string Motion)[] rows =
        [
            ("T\u00FClu", "gpt, 4", "model_a", "one"), ("gpt, 4", "\uD55C;x", "tie", "two"), ("\uD55C;x", "T\u00FClu", "model_b", "one"),
            ("T\u00FClu", "\uD55C;x", "tie (bothbad)", "two"),
        ];
        string Csv(char separator, string end) => string.Concat(rows
            .Select(r => string.Join(separator, new[] { r.A, r.B, r.Winner, r.Motion }.Select(cell => $"\"{cell}\"")) + end)
            .Prepend(string.Join(separator, "model_a", "model_b", "winner", "motion") + end));
        var objects = rows.Select(r => new Dictionary<string, string>
        {
            ["model_a"] = r.A, ["model_b"] = r.B, ["winner"] = r.Winner, ["motion"] = r.Motion,
        }).ToArray();
        return new()
        {
            { "byte order mark", "\uFEFF" + Csv(',', "\n") }, { "carriage returns", Csv(',', "\r\n") }, { "semicolons", Csv(';', "\n") },
            { "tabs", Csv('\t', "\n") }, { "blanks", Csv(',', " \n\n").Replace("\"tie\"", " \"tie\"", StringComparison.Ordinal)
                .Replace(" \"tie\"", "\"tie \"", StringComparison.Ordinal) },
            { "JSON", JsonSerializer.Serialize(objects) },
            { "JSON on many lines", JsonSerializer.Serialize(objects, new JsonSerializerOptions { WriteIndented = true }) },
            { "JSON Lines", string.Join('\n', objects.Select(row => JsonSerializer.Serialize(row))) },
            { "decomposed", Csv(',', "\n").Replace("\u00FC", "u\u0308", StringComparison.Ordinal)
                .Replace("\uD55C", "\u1112\u1161\u11AB", StringComparison.Ordinal) },
            { "capitals", Csv(',', "\n").Replace("model_", "MODEL_", StringComparison.Ordinal) },
            { "names for words", Csv(',', "\n").Replace("\"model_a\"", "\"T\u00FClu\"", StringComparison.Ordinal)
                .Replace("\"model_b\"", "\"T\u00FClu\"", StringComparison.Ordinal) },
            { "an index and a note", "," + Csv(',', "\n").Replace("\nT", "\n7,T", StringComparison.Ordinal)
                .Replace("\n\"", "\n0,\"", StringComparison.Ordinal) },
        };
    }

    [Theory, MemberData(nameof(Spellings))]
    public void The_same_games_give_the_same_bytes_however_they_are_written(string name, string text)
    {
        var plain = "model_a,model_b,winner,motion\nT\u00FClu,\"gpt, 4\",model_a,one\n\"gpt, 4\",\uD55C;x,tie,two\n"
            + "\uD55C;x,T\u00FClu,model_b,one\nT\u00FClu,\uD55C;x,tie (bothbad),two\n";
        Assert.NotEmpty(name);
        Assert.Equal(Rated(plain), Rated(text));
    }

    private static string Rated(string text) =>
        JsonSerializer.Serialize(GameFile.Read(text, "g").Rate(3, RatingMethod.FromNames("bradley-terry", "sandwich")));

    private static GameList Read(string text) => GameFile.Read(text, "g");
}
