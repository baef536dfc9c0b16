using System.Text;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Models;

/// <summary>A piece of a prompt.</summary>
/// <param name="Text">Its text.</param>
/// <param name="IsMark">Whether it is a control token of the template; anything else is words, whatever they say.</param>
internal readonly record struct PromptPart(string Text, bool IsMark);

/// <summary>
/// A chat template: how a model's prompt is made of messages. llama.cpp's own templates go by marks in the text of the template and know no
/// Jinja, so ours are four named families that are written out; marks and words are kept apart, so that no message can write a mark.
/// </summary>
internal sealed class LocalTemplate
{
    /// <summary>The marks by which a family is known in a file's own template.</summary>
    private static readonly (LocalTemplate Template, string Sign)[] All =
    [
        (new("chatml", SystemRole.System, WriteChatMl), "<|im_start|>"),
        (new("llama3", SystemRole.System, WriteLlama3), "<|start_header_id|>"),
        (new("gemma", SystemRole.User, WriteGemma), "<start_of_turn>"),
        (new("mistral", SystemRole.User, WriteMistral), "[INST]"),
    ];

    private readonly SystemRole _system;
    private readonly Action<Writer, IReadOnlyList<ChatMessage>> _write;

    private LocalTemplate(string name, SystemRole system, Action<Writer, IReadOnlyList<ChatMessage>> write) =>
        (Name, _system, _write) = (name, system, write);

    /// <summary>The names of all templates.</summary>
    public static IReadOnlyList<string> Names { get; } = ["chatml", "llama3", "gemma", "mistral"];

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>
    /// The template that an entry names, else that of the file; throws <see cref="InputException"/>, with the names that there are, where
    /// neither says one that is known.
    /// </summary>
    public static LocalTemplate Find(GgufSpec spec, GgufHeader header)
    {
        if (spec.Template is { } name) return All.First(t => t.Template.Name == name).Template;
        return All.FirstOrDefault(t => header.Template?.Contains(t.Sign, StringComparison.Ordinal) == true).Template
            ?? throw new InputException($"models.{spec.Name}.gguf: the file {(header.Template is null ? "has no chat template"
                : "has a chat template of no known family")}; say 'template: NAME', one of {string.Join(", ", Names)}");
    }

    /// <summary>
    /// A chat as the pieces of a prompt, up to where the model speaks: behind its own words, where the chat ends with those. Neighbours of one
    /// kind are one piece.
    /// </summary>
    public IReadOnlyList<PromptPart> Render(IReadOnlyList<ChatMessage> chat)
    {
        var (writer, arranged) = (new Writer(), ChatRequest.Arrange(chat, _system));
        if (arranged is not [.., { Role: Role.Assistant } begun]) _write(writer, arranged);
        else
        {
            _write(writer, [.. arranged.SkipLast(1)]);
            writer.Words(begun.Text.TrimStart());
        }
        return writer.Complete();
    }

    /// <summary>
    /// The tokens of a chat. Each run of words is read in one go, as a whole text between two control tokens is; throws
    /// <see cref="InputException"/> where the model's vocabulary lacks a mark of the template.
    /// </summary>
    public int[] Tokenize(GgufSpec spec, ILocalRuntime runtime, IReadOnlyList<ChatMessage> chat)
    {
        var tokens = new List<int>();
        if (runtime.Shape.Beginning is { } beginning) tokens.Add(beginning);
        foreach (var part in Render(chat))
            if (!part.IsMark) tokens.AddRange(runtime.Tokenize(part.Text));
            else tokens.Add(runtime.FindMark(part.Text) ?? throw new InputException(
                $"models.{spec.Name}: its vocabulary has no token {part.Text}, which the template {Name} writes; say another 'template:', "
                + $"one of {string.Join(", ", Names)}"));
        return [.. tokens];
    }

    private static void WriteChatMl(Writer to, IReadOnlyList<ChatMessage> chat)
    {
        foreach (var message in chat) Begin(NameRole(message.Role, "assistant")).Words(message.Text).Mark("<|im_end|>").Words("\n");
        Begin("assistant");

        Writer Begin(string role) => to.Mark("<|im_start|>").Words($"{role}\n");
    }

    private static void WriteLlama3(Writer to, IReadOnlyList<ChatMessage> chat)
    {
        foreach (var message in chat) Begin(NameRole(message.Role, "assistant")).Words(message.Text.Trim()).Mark("<|eot_id|>");
        Begin("assistant");

        Writer Begin(string role) => to.Mark("<|start_header_id|>").Words(role).Mark("<|end_header_id|>").Words("\n\n");
    }

    private static void WriteGemma(Writer to, IReadOnlyList<ChatMessage> chat)
    {
        foreach (var message in chat)
            to.Mark("<start_of_turn>").Words($"{NameRole(message.Role, "model")}\n{message.Text.Trim()}").Mark("<end_of_turn>").Words("\n");
        to.Mark("<start_of_turn>").Words("model\n");
    }

    private static void WriteMistral(Writer to, IReadOnlyList<ChatMessage> chat)
    {
        foreach (var message in chat)
            if (message.Role == Role.Assistant) to.Words(message.Text.Trim()).Mark("</s>");
            else to.Mark("[INST]").Words(message.Text.Trim()).Mark("[/INST]");
    }

    private static string NameRole(Role role, string assistant) =>
        role == Role.Assistant ? assistant : role == Role.System ? "system" : "user";

    private sealed class Writer
    {
        private readonly List<PromptPart> _parts = [];
        private readonly StringBuilder _words = new();

        public Writer Mark(string mark)
        {
            Flush();
            _parts.Add(new(mark, IsMark: true));
            return this;
        }

        public Writer Words(string text)
        {
            _words.Append(text);
            return this;
        }

        public IReadOnlyList<PromptPart> Complete()
        {
            Flush();
            return _parts;
        }

        private void Flush()
        {
            if (_words.Length > 0) _parts.Add(new(_words.ToString(), IsMark: false));
            _words.Clear();
        }
    }
}
