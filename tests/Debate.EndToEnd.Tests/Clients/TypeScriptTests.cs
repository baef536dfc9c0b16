using System.Diagnostics;
using Debate.EndToEnd.Tests.Documents;

namespace Debate.EndToEnd.Tests.Clients;

/// <summary>
/// client/typescript with types made from a server's own description: compiled strictly, and used against that server. Needs node, and
/// <c>npm ci</c> in client/typescript.
/// </summary>
public sealed class TypeScriptTests
{
    private static readonly string Source = Path.Combine(SharedData.Repository, "client", "typescript");

    [Fact]
    public async Task A_client_made_from_the_description_compiles_strictly_and_serves()
    {
        SharedData.NeedsProgram("node");
        var modules = Path.Combine(Source, "node_modules");
        var isThere = Directory.Exists(Path.Combine(modules, "openapi-typescript")) && Directory.Exists(Path.Combine(modules, "typescript"));
        if (!isThere && Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("npm ci was not run in client/typescript on CI");
        Assert.SkipUnless(isThere, "npm ci was not run in client/typescript");
        await using var serve = new ServeProcess();
        serve.Tool.Write("debate.yaml", "models:\n  small: { simulated: debater }\n");
        await serve.StartAsync();
        using var http = serve.Http();
        using var folder = new ToolFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Folder, "openapi.json"), await http.GetStringAsync("openapi/v1.json"));
        foreach (var file in new[] { "package.json", "tsconfig.json" }) File.Copy(Path.Combine(Source, file), Path.Combine(folder.Folder, file));
        Directory.CreateDirectory(Path.Combine(folder.Folder, "src"));
        File.Copy(Path.Combine(Source, "src", "client.ts"), Path.Combine(folder.Folder, "src", "client.ts"));
        File.Copy(Path.Combine(SharedData.Repository, "tests", "typescript", "usage.ts"), Path.Combine(folder.Folder, "src", "usage.ts"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Folder, "node_modules"), modules);
        var page = Assert.Single(DocumentPage.Read("docs/clients.md").Blocks, b => b[0].StartsWith("import { createDebateClient", StringComparison.Ordinal));
        folder.Write("src/page.ts", string.Join('\n', page).Replace("http://127.0.0.1:5080", serve.Address, StringComparison.Ordinal));
        await RunAsync(folder.Folder, "node_modules/openapi-typescript/bin/cli.js", "openapi.json", "-o", "src/schema.d.ts");
        await RunAsync(folder.Folder, "node_modules/typescript/bin/tsc");
        var used = await RunAsync(folder.Folder, "dist/usage.js", serve.Address);
        Assert.Equal("""
            same key true
            whole true
            cuts true
            told true
            status true
            listed true
            refused [400,"protocol 'madness': there is none of that name"]
            nobody 404
            left "left"
            """, used.Trim());
        Assert.Matches("^0 started\n1 asked\n(.*\n)*[0-9]+ decided\n$", await RunAsync(folder.Folder, "dist/page.js"));
    }

    private static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        var ran = await new ToolProcess(Process.Start(start)!).EndAsync();
        Assert.True(ran.Code == 0, $"{string.Join(' ', arguments)}: {ran.Error}\n{ran.Out}");
        return ran.Out;
    }
}
