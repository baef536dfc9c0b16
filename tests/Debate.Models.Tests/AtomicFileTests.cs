using System.Text;

namespace Debate.Models.Tests;

/// <summary>A file is written whole or not at all.</summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atomic-").FullName;

    private string Target => Path.Combine(_folder, "file");

    [Fact]
    public void Nothing_shows_before_the_commit_and_only_the_file_after_it()
    {
        File.WriteAllText(Target, "old");
        using (var file = new AtomicFile(Target, ".part"))
        {
            file.Content.Write("new"u8);
            Assert.Equal("old", File.ReadAllText(Target));
            file.Commit();
        }
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public void What_is_not_committed_leaves_the_old_file_and_no_part()
    {
        File.WriteAllText(Target, "old");
        using (var file = new AtomicFile(Target, ".part")) file.Content.Write("half"u8);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_part_that_cannot_be_opened_leaves_all_as_it_was()
    {
        File.WriteAllText(Target, "old");
        Assert.Throws<IOException>(() => new AtomicFile(Target, ".part", _ => throw new IOException("full")));
        Assert.Equal("old", File.ReadAllText(Target));
    }

    [Fact]
    public void Of_many_writers_one_wins_whole()
    {
        var contents = Enumerable.Range(0, 16).Select(i => new string((char)('a' + i), 10_000)).ToArray();
        Parallel.ForEach(contents, content => AtomicFile.Write(Target, Encoding.UTF8.GetBytes(content)));
        Assert.Contains(File.ReadAllText(Target), contents);
        Assert.Equal([Target], Directory.GetFiles(_folder));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
