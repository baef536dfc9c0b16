using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Debate.Core.Input;

/// <summary>
/// Parses the one YAML document of a text; an <see cref="InputException"/> names file and line where it is none. What is read is bounded,
/// whoever wrote it: 32 levels and, where aliases may be used, 10,000 values that they repeat ("billion laughs").
/// </summary>
public static class YamlSource
{
    private const int MaxDepth = 32;
    private const int MaxRepeated = 10_000;

    /// <summary>The fields of a document that is a map.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="allowsAliases">Whether anchors and aliases may be used.</param>
    public static YamlFields Read(string text, string file, bool allowsAliases) => new(ReadRoot(text, file, allowsAliases), file, "");

    /// <summary>The document's value.</summary>
    /// <inheritdoc cref="Read"/>
    public static YamlNode ReadRoot(string text, string file, bool allowsAliases)
    {
        try
        {
            Check(text, file, allowsAliases);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1
                ? stream.Documents[0].RootNode
                : throw new InputException($"{file}, line 1: it has {stream.Documents.Count} documents, and must have one: a map of fields");
        }
        catch (YamlException error)
        {
            var line = Math.Min(error.Start.Line, text.Count(c => c == '\n') + 1);
            throw new InputException($"{file}, line {line}: not YAML or JSON: {OneLine.Format(
                error.InnerException?.Message ?? error.Message, 200)}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // The parser fails on some texts, such as an open bracket or a bad tag, without a position.
            throw new InputException($"{file}: not YAML or JSON: a bracket or a quote is not closed, or a tag (!) is wrong", error);
        }
    }

    /// <summary>
    /// The loader recurses and a stack overflow cannot be caught, so the depth is checked first, aliases followed; the parser takes a NUL
    /// for the end of the text and would silently read half of it.
    /// </summary>
    private static void Check(string text, string file, bool allowsAliases)
    {
        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
            throw new InputException($"{file}, line {1 + text.AsSpan(0, nul).Count('\n')}: not YAML or JSON: it holds a NUL character");
        var parser = new Parser(new StringReader(text));
        var extents = new YamlExtents();
        while (parser.MoveNext())
        {
            var (at, line) = (parser.Current!, parser.Current!.Start.Line);
            if (at is AnchorAlias && !allowsAliases)
                throw new InputException($"{file}, line {line}: it must not use aliases (*name)");
            if (at is AnchorAlias { Value: var name } && !extents.IsKnown(name))
                throw new InputException($"{file}, line {line}: *{OneLine.Format(name.Value, 40)} is no anchor (&name) that ended before");
            extents.Add(at);
            if (extents.Depth > MaxDepth) throw new InputException($"{file}, line {line}: it is nested deeper than {MaxDepth} levels");
            if (extents.Repeated > MaxRepeated)
                throw new InputException($"{file}, line {line}: aliases (*name) repeat more than {MaxRepeated} values");
        }
    }

    /// <summary>How deep and how large a document is with its aliases followed, event by event.</summary>
    private sealed class YamlExtents
    {
        private readonly Stack<(AnchorName Anchor, int Height, long Size)> _open = new();
        private readonly Dictionary<AnchorName, (int Height, long Size)> _anchors = [];

        /// <summary>The depth of the deepest value at the current place.</summary>
        public int Depth { get; private set; }

        /// <summary>The number of values that aliases have repeated.</summary>
        public long Repeated { get; private set; }

        /// <summary>Whether a value of that anchor is complete: an alias inside its own value would have no end.</summary>
        public bool IsKnown(AnchorName name) => _anchors.ContainsKey(name);

        public void Add(ParsingEvent at)
        {
            if (at is SequenceStart or MappingStart)
            {
                var anchor = ((NodeEvent)at).Anchor;
                if (!anchor.IsEmpty) _anchors.Remove(anchor);
                _open.Push((anchor, 0, 1));
                Depth = _open.Count;
            }
            else if (at is SequenceEnd or MappingEnd)
            {
                var (ended, height, size) = _open.Pop();
                EndValue(ended, height + 1, size);
            }
            else if (at is Scalar scalar) EndValue(scalar.Anchor, 0, 1);
            else if (at is AnchorAlias alias)
            {
                var (height, size) = _anchors[alias.Value];
                (Depth, Repeated) = (_open.Count + height, Repeated + size);
                EndValue(AnchorName.Empty, height, size);
            }
        }

        private void EndValue(AnchorName anchor, int height, long size)
        {
            if (!anchor.IsEmpty) _anchors[anchor] = (height, size);
            if (!_open.TryPop(out var around)) return;
            // Sizes are counted no further than matters: they could grow beyond every number.
            _open.Push((around.Anchor, Math.Max(around.Height, height), Math.Min(around.Size + size, 2L * MaxRepeated)));
        }
    }
}
