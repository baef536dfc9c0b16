using Debate.Deliberation;

namespace Debate.Silo.Web.Rewards;

/// <summary>
/// Reads the messages that trainers send, OpenAI's chat messages and the items of its Responses, as turns in words: the parts of a message
/// are joined, a picture is told as [image], calls of tools are told with their arguments and results as a tool's turn; thoughts and turns
/// without words are left out. client/python (text_of) reads messages alike, so that a rollout has one reward by all doors.
/// </summary>
internal static class TrainerMessages
{
    private static readonly string[] Unspoken = ["thinking", "redacted_thinking", "reasoning", "reasoning_content"];
    private static readonly string[] Media = ["image", "audio", "video", "file"];

    /// <summary>A conversation as one text: a text as it is, a list of messages as turns, each after its role where there are
    /// several.</summary>
    /// <param name="fields">The object that holds it.</param>
    /// <param name="field">Its field.</param>
    /// <param name="instructions">What the model was told first; null for nothing.</param>
    public static string ReadConversation(RequestFields fields, string field, string? instructions = null)
    {
        IReadOnlyList<ConversationTurn> turns = fields.IsList(field) ? ReadTurns(fields, field)
            : [new(ChatTemplates.User, fields.RequiredText(field))];
        return ChatTemplates.ToText(
            string.IsNullOrWhiteSpace(instructions) ? turns : [new(ChatTemplates.System, instructions), .. turns]);
    }

    /// <summary>What a Responses object says; one whose items are not given says its output_text.</summary>
    public static string ReadResponse(RequestFields response) => response.Has("output")
        ? ChatTemplates.ToText(ReadTurns(response, "output", ChatTemplates.Assistant)) : response.RequiredText("output_text");

    /// <summary>The turns of a list of messages or items, without those that say nothing.</summary>
    /// <param name="fields">The object that holds them.</param>
    /// <param name="field">Its field.</param>
    /// <param name="speaker">The role of a message that names none.</param>
    public static IReadOnlyList<ConversationTurn> ReadTurns(RequestFields fields, string field, string speaker = ChatTemplates.User)
    {
        var turns = new List<ConversationTurn>();
        foreach (var item in fields.Objects(field))
        {
            var turn = ReadTurn(item, speaker);
            if (string.IsNullOrWhiteSpace(turn.Text)) continue;
            // A chat message has its calls beside its text; in Responses they are items of their own.
            if (IsCall(item) && turns is [.., { Role: ChatTemplates.Assistant } said])
                turns[^1] = said with { Text = $"{said.Text}\n{turn.Text}" };
            else turns.Add(turn);
        }
        return turns;
    }

    private static bool IsCall(RequestFields item) => item.Text("type") is "function_call" or "custom_tool_call";

    private static ConversationTurn ReadTurn(RequestFields item, string speaker)
    {
        if (IsCall(item)) return new(ChatTemplates.Assistant, DescribeCall(item));
        if (item.Text("type") is "function_call_output" or "custom_tool_call_output") return new("tool", ReadContent(item, "output"));
        if (item.Text("type") == "reasoning") return new(ChatTemplates.Assistant, "");
        var calls = item.IsList("tool_calls")
            ? item.Objects("tool_calls").Select(call => call.Has("function") ? call.Object("function") : call)
            : item.Has("function_call") ? [item.Object("function_call")] : [];
        var words = calls.Select(DescribeCall).Prepend(ReadContent(item, "content")).Where(text => !string.IsNullOrWhiteSpace(text));
        return new(ReadRole(item, speaker), string.Join('\n', words));
    }

    private static string ReadRole(RequestFields message, string speaker) => message.Text("role") switch
    {
        null or "" => speaker,
        "tool" or "function" or "ipython" => $"tool {Simplify(message.Text("name"))}".TrimEnd(),
        var role => role,
    };

    private static string Simplify(string? name) =>
        string.Concat((name ?? "").Where(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-'));

    private static string DescribeCall(RequestFields call) =>
        $"calls {call.Text("name")} {call.TextOrJson("arguments") ?? call.TextOrJson("input") ?? "{}"}";

    private static string ReadContent(RequestFields message, string field) =>
        message.IsList(field) ? string.Concat(message.Objects(field).Select(ReadPart)).Trim('\n') : message.Text(field) ?? "";

    private static string ReadPart(RequestFields part)
    {
        var kind = part.Text("type") ?? "";
        if (Unspoken.Contains(kind)) return "";
        return part.Text("text") ?? part.Text("refusal")
            ?? (Media.FirstOrDefault(medium => kind.Contains(medium, StringComparison.Ordinal)) is { } seen ? $"\n[{seen}]\n" : "");
    }
}
