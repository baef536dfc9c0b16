using System.Security.Cryptography;
using Debate.Cli.Output;
using Debate.Rewards.Exports;
using Debate.Rewards.Exports.Files;

namespace Debate.Cli.Rewards;

/// <summary>A file of rows and its manifest, each written atomically and committed only when both are complete.</summary>
internal sealed class ExportTarget(DatasetForm form, ExportOptions options, RowFileFormat format, string file)
{
    private const string Option = "--out";

    /// <summary>Takes the rows while <see cref="WriteAsync"/> runs.</summary>
    public IRowWriter Rows { get; private set; } = null!;

    /// <summary>Records the sources while <see cref="WriteAsync"/> runs.</summary>
    public ExportManifest Manifest { get; private set; } = null!;

    /// <summary>The name of the manifest file.</summary>
    public static string ManifestOf(string file) => $"{file}.manifest.json";

    /// <summary>Writes both and returns the SHA-256 of the file of rows.</summary>
    public async Task<string> WriteAsync(Exporter exporter, Func<Task> add)
    {
        using var whole = new WholeFile(Option, file);
        using var beside = new WholeFile(Option, ManifestOf(file));
        var (stream, columns) = (whole.Writer.BaseStream, form.Columns(options.IsConversational));
        string hash;
        await using (Rows = await format.Open(stream, columns))
        await using (Manifest = new(beside.Writer.BaseStream, form, options, (Path.GetFileName(file), format.Name), columns))
        {
            await add();
            await Rows.CompleteAsync();
            stream.Position = 0;
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream));
            await Manifest.CompleteAsync(exporter.Counts, hash);
        }
        whole.Commit();
        beside.Commit();
        return hash;
    }
}
