using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Debate.Argumentation.Formats;
using Debate.Deliberation.Answers;
using Debate.Models;
using Debate.Tournaments;

namespace Debate.EndToEnd.Tests.Documents;

/// <summary>Every example of README and docs/ does what the page says: commands run, calls are answered, files are read.</summary>
public sealed class DocumentTests
{
    /// <summary>What a line needs that no test has: an endpoint, Redis, several servers, or all the time of a server.</summary>
    private static readonly string[] Elsewhere = ["serve", "--endpoint", "--cluster", "http://10.0.0.5:5080,http://10.0.0.6:5080"];

    public static TheoryData<string> Pages => [.. DocumentPage.Names];

    [Theory, MemberData(nameof(Pages))]
    public async Task Every_command_runs(string page)
    {
        using var tool = new ToolFolder();
        Prepare(tool);
        await RunAsync(tool, ["run", "--question", "Is it so?", "--answer", "yes", "--model", "small", "--id", "first", "--seed", "1"]);
        foreach (var words in DocumentPage.Read(page).Commands.Where(words => IsRunHere(words) && !words.Contains("--server")))
            await RunAsync(tool, await FillAsync(tool, words));
    }

    [Fact]
    public async Task Every_call_is_answered()
    {
        await using var serve = new ServeProcess();
        Prepare(serve.Tool);
        await serve.StartAsync();
        using var http = serve.Http();
        var (id, count) = ("", 0);
        foreach (var words in DocumentPage.Names.SelectMany(name => DocumentPage.Read(name).Calls))
        {
            using var request = Request([.. words.Select(w => w.Replace("/ID", $"/{id}", StringComparison.Ordinal))]);
            // A stream of events has no end.
            var isStream = words.Contains("-N");
            using var reply = await http.SendAsync(
                request, isStream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead);
            var body = isStream ? "" : await reply.Content.ReadAsStringAsync();
            Assert.True(reply.IsSuccessStatusCode, $"{string.Join(' ', words)}: {reply.StatusCode} {body}");
            if (reply.StatusCode == HttpStatusCode.Accepted) id = (string)JsonNode.Parse(body)!["id"]!;
            count++;
        }
        Assert.True(count > 4, $"{count} calls were found");
        var served = DocumentPage.Names.SelectMany(name => DocumentPage.Read(name).Commands)
            .Where(words => words.Contains("http://127.0.0.1:5080") && IsRunHere(words)).ToArray();
        Assert.NotEmpty(served);
        foreach (var words in served)
            await RunAsync(serve.Tool, [.. words.Select(w => w == "http://127.0.0.1:5080" ? serve.Address : w)]);
    }

    [Theory, MemberData(nameof(Pages))]
    public void Every_file_that_is_shown_is_read(string page)
    {
        foreach (var block in DocumentPage.Read(page).Blocks)
        {
            var text = string.Join('\n', block);
            var first = block.First(line => line.Length > 0 && line[0] != '#');
            Action? read = first.Split(':')[0] switch
            {
                "models" => () => Assert.NotEmpty(ModelConfiguration.Read(text, page).Models),
                "name" when text.Contains("\nsource:", StringComparison.Ordinal) => () => TournamentSpecReader.Read(text, page),
                "name" => () => Assert.NotEqual(0, GraphFormats.Read($"{page}.yaml", text).Graph.ArgumentCount),
                "{\"seat\"" => () => Recording.Read(text, page),
                "{\"id\"" => () => Assert.NotEmpty(QuestionFile.Read(text, $"{page}.jsonl", new QuestionReading()).Questions),
                _ => null,
            };
            read?.Invoke();
        }
    }

    [Fact]
    public void Little_is_left_out_and_only_what_needs_more_than_a_test_has()
    {
        var lines = DocumentPage.Names.SelectMany(name => DocumentPage.Read(name).Commands).ToArray();
        Assert.True(lines.Length > 50, $"{lines.Length} commands were found");
        Assert.InRange(lines.Count(words => !words.Any(IsElsewhere)), lines.Length * 4 / 5, lines.Length);
    }

    private static bool IsRunHere(string[] words) => !words.Any(IsElsewhere);

    private static bool IsElsewhere(string word) => Elsewhere.Contains(word);

    private static void Prepare(ToolFolder tool)
    {
        Copy(Path.Combine(DocumentPage.Root, "examples"), Path.Combine(tool.Folder, "examples"));
        tool.Variables["DEBATE_CONFIG"] = "examples/debate.yaml";
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    /// <summary>The words with the newest run in the place of ID.</summary>
    private static async Task<string[]> FillAsync(ToolFolder tool, string[] words)
    {
        if (!words.Contains("ID")) return words;
        var id = (string)(await tool.RunAsync("ls", "--limit", "1", "-o", "json")).Json["items"]![0]!["id"]!;
        return [.. words.Select(word => word == "ID" ? id : word)];
    }

    private static async Task RunAsync(ToolFolder tool, string[] words)
    {
        // What writes to the bare stdout needs a process of its own.
        var ran = words[0] == "solve" ? await tool.ExecuteAsync(words) : await tool.RunAsync(words);
        Assert.True(ran.Code == 0, $"debate {string.Join(' ', words)}: {ran.Code}\n{ran.Error}\n{ran.Out}");
    }

    /// <summary>What curl would send.</summary>
    private static HttpRequestMessage Request(string[] words)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "");
        var type = "application/json";
        for (var i = 0; i < words.Length; i++)
            switch (words[i])
            {
                case "-s" or "-N": break;
                case "-X": request.Method = new(words[++i]); break;
                case "-d":
                    request.Content = new StringContent(words[++i], Encoding.UTF8, "application/json");
                    if (request.Method == HttpMethod.Get) request.Method = HttpMethod.Post;
                    break;
                case "--data-binary":
                    request.Content = new ByteArrayContent(File.ReadAllBytes(Path.Combine(DocumentPage.Root, words[++i].TrimStart('@'))));
                    request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                    break;
                case "-H" when words[i + 1].StartsWith("Content-Type: ", StringComparison.Ordinal):
                    type = words[++i]["Content-Type: ".Length..];
                    break;
                case "-H" when words[++i].Split(": ") is [var name, var value]: request.Headers.TryAddWithoutValidation(name, value); break;
                case var url: request.RequestUri = new(new Uri(url).PathAndQuery.TrimStart('/'), UriKind.Relative); break;
            }
        return request;
    }
}
