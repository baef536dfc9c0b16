using System.Text;
using System.Text.Json;
using Debate.Testing;

namespace Debate.Models.Tests;

/// <summary>The forms in which servers send a text, each of which must be read as that text and nothing else.</summary>
internal static class Habits
{
    private const string Secret = "\\nHm, SECRET first.\\n";

    /// <summary>The habits by name: from the text to the reply.</summary>
    public static IReadOnlyDictionary<string, Func<string, EndpointReply>> All { get; } =
        new Dictionary<string, Func<string, EndpointReply>>
    {
        ["plain"] = t => Message($$"""{"role": "assistant", "content": {{Quote(t)}} }"""),
        ["parts"] = t => Message($$"""{"content": [{"type": "text", "text": {{Quote(t)}} }]}"""),
        ["output parts"] = t => Message(
            $$"""{"content": [{"type": "output_text", "text": {{Quote(t)}}, "annotations": []}, {"type": "image"}]}"""),
        ["thinking parts"] = t => Message(
            $$"""{"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "SECRET"}]}, {"type": "text", "text": {{Quote(t)}} }]}"""),
        ["reasoning_content"] = t => Message($$"""{"content": {{Quote(t)}}, "reasoning_content": "{{Secret}}"}"""),
        ["reasoning"] = t => Message(
            $$"""{"content": {{Quote(t)}}, "reasoning": "SECRET", "reasoning_details": [{"text": "SECRET"}]}"""),
        ["think"] = t => Text($"<think>\nSECRET {t[..1]}\n</think>\n\n{t}"),
        ["THINKING"] = t => Text($"< THINKING >SECRET</Thinking>{t}"),
        ["closed only"] = t => Text($"SECRET, so</think>{t}"),
        ["closed twice"] = t => Text($"<think>SECRET</think>\n</think>\n{t}"),
        ["nested"] = t => Text($"<think>SECRET <think>SECRET</think> SECRET</think>{t}"),
        ["nested and closed once"] = t => Text($"<think>SECRET <think>SECRET</think>{t}"),
        ["Magistral"] = t => Text($"[THINK]SECRET[/THINK]{t}"),
        ["Command A"] = t => Text($"<|START_THINKING|>SECRET<|END_THINKING|><|START_RESPONSE|>{t}<|END_RESPONSE|>"),
        ["Kimi"] = t => Text($"\u25C1think\u25B7SECRET\u25C1/think\u25B7{t}"),
        ["escaped tags"] = t => Text($"&lt;think&gt;SECRET&lt;/think&gt;{t}"),
        ["channels"] = t => Text(
            $"<|channel|>analysis<|message|>SECRET<|end|><|start|>assistant<|channel|>final<|message|>{t}<|return|>"),
        ["channels without marks"] = t => Text($"analysisSECRETassistantfinal{t}"),
        ["nulls"] = t => Body($$"""
            {"id": null, "object": null, "created": null, "model": null, "system_fingerprint": null, "usage": null, "error": null,
             "choices": [{"index": null, "finish_reason": null, "logprobs": null, "message": {"role": null, "content": {{Quote(t)}},
             "tool_calls": null, "refusal": null, "reasoning_content": null, "audio": null} }]}
            """),
        ["odd types"] = t => Body($$"""
            {"id": 7, "created": "yesterday", "model": ["m"], "system_fingerprint": 5, "service_tier": {}, "error": {}, "usage": "none",
             "choices": [{"index": "0", "finish_reason": 2, "logprobs": {"content": [NaN, -Infinity]},
             "message": {"role": 1, "content": {{Quote(t)}}, "tool_calls": "none", "refusal": "", "reasoning_content": 5} }],}
            """),
        ["usage as texts"] = t => Body(
            $$"""{"choices": [{"message": {"content": {{Quote(t)}} } }], "usage": {"prompt_tokens": "5000", "completion_tokens": "77"} }"""),
        ["usage in part"] = t => Body($$"""{"choices": [{"message": {"content": {{Quote(t)}} } }], "usage": {"completion_tokens": -1} }"""),
        ["empty usage"] = t => Body($$"""{"choices": [{"message": {"content": {{Quote(t)}} } }], "usage": {} }"""),
        ["second choice first"] = t => Body($$"""
            {"choices": [{"index": 1, "message": {"content": "SECRET"} }, {"index": 0, "message": {"content": {{Quote(t)}} } }]}
            """),
        ["old completion"] = t => Body($$"""{"choices": [{"index": 0, "text": {{Quote(t)}}, "finish_reason": "stop"}]}"""),
        ["events"] = t => Body(
            $$"""
            : hello

            data: {"choices": [{"index": 0, "delta": {"role": "assistant", "reasoning_content": "SECRET"} }]}

            data: {"choices": [{"index": 0, "delta": {"content": {{Quote(t[..1])}} } }]}

            data: {"choices": [{"index": 0, "delta": {"content": {{Quote(t[1..])}} }, "finish_reason": "stop"}]}

            data: {"choices": [], "usage": {"prompt_tokens": 5000, "completion_tokens": 50} }

            data: [DONE]

            """),
        ["white space and a mark before"] = t =>
            new(200, "") { Raw = [.. Encoding.UTF8.Preamble, .. "\n\n  "u8, .. Encoding.UTF8.GetBytes(Text(t).Body)] },
        ["half a pair"] = t => Message($$"""{"content": {{Quote(t)}}, "reasoning_content": "SECRET \ud83d and \ude00"}"""),
        ["no UTF-8"] = t =>
            new(200, "") { Raw = [.. Encoding.UTF8.GetBytes(Text("<think>SECRET ").Body[..^3].Split("SECRET")[0]), 0xF0, 0x9F,
            .. Encoding.UTF8.GetBytes("SECRET</think>" + Quote(t)[1..] + "}}]}")] },
        ["junk of depth"] = t => Body(
            $$"""{"junk": {{new string('[', 300)}}{{new string(']', 300)}}, "choices": [{"message": {"content": {{Quote(t)}} } }]}"""),
    };

    /// <summary>The name of every habit.</summary>
    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>A body with one choice, whose content is a text.</summary>
    public static EndpointReply Text(string text, string finish = "stop") => Body(
        $$"""{"choices": [{"index": 0, "finish_reason": "{{finish}}", "message": {"role": "assistant", "content": {{Quote(text)}} } }]}""");

    /// <summary>A body with one choice.</summary>
    public static EndpointReply Message(string message, string finish = "stop") =>
        Body($$"""{"choices": [{"index": 0, "finish_reason": "{{finish}}", "message": {{message}} }]}""");

    /// <summary>A body.</summary>
    public static EndpointReply Body(string json) => new(200, json);

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
