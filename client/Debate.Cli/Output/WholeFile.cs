using System.Text;

namespace Debate.Cli.Output;

/// <summary>A text file, UTF-8, that is there whole or not at all: it is written beside its place and moved there when it is kept.</summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string _file, _part;

    public WholeFile(string file)
    {
        (_file, _part) = (file, $"{file}.part");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        Writer = new StreamWriter(_part, append: false, new UTF8Encoding(false));
    }

    public TextWriter Writer { get; }

    /// <summary>Puts the file in its place; nothing can be written any more.</summary>
    public void Keep()
    {
        Writer.Dispose();
        File.Move(_part, _file, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Writer.Dispose();
        File.Delete(_part);
    }
}
