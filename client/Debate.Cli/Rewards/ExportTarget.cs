using System.Security.Cryptography;
using Debate.Rewards.Exports;
using Debate.Rewards.Exports.Files;

namespace Debate.Cli.Rewards;

/// <summary>A file of rows with its manifest: both are there whole, or not at all.</summary>
internal sealed class ExportTarget(ExportForm form, ExportOptions options, ExportFormat format, string file)
{
    private const int Buffer = 1 << 16;

    /// <summary>Where rows go while <see cref="WriteAsync"/> runs.</summary>
    public IRowWriter Rows { get; private set; } = null!;

    /// <summary>Where sources are told of meanwhile.</summary>
    public Manifest Manifest { get; private set; } = null!;

    /// <summary>The manifest's name.</summary>
    public static string ManifestOf(string file) => $"{file}.manifest.json";

    /// <summary>Writes both and gives the SHA-256 of the file.</summary>
    public async Task<string> WriteAsync(Exporter exporter, Func<Task> add)
    {
        var (part, manifestPart) = ($"{file}.part", $"{ManifestOf(file)}.part");
        try
        {
            var hash = await WriteAsync(part, manifestPart, exporter, add);
            File.Move(part, file, overwrite: true);
            File.Move(manifestPart, ManifestOf(file), overwrite: true);
            return hash;
        }
        finally
        {
            foreach (var left in new[] { part, manifestPart })
                if (File.Exists(left)) File.Delete(left);
        }
    }

    private async Task<string> WriteAsync(string part, string manifestPart, Exporter exporter, Func<Task> add)
    {
        var columns = form.Columns(options.IsConversational);
        await using var manifest = Create(manifestPart);
        await using var stream = Create(part);
        await using (Rows = await format.Open(stream, columns))
        await using (Manifest = new(manifest, form, options, (Path.GetFileName(file), format.Name), columns))
        {
            await add();
            await Rows.CompleteAsync();
            await stream.FlushAsync();
            var hash = await HashAsync(part);
            await Manifest.CompleteAsync(exporter.Tally, hash);
            return hash;
        }
    }

    private static FileStream Create(string path)
    {
        try
        {
            return new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, Buffer, useAsync: true);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--out '{path}': it cannot be written: {trouble.Message}", trouble);
        }
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, Buffer, useAsync: true);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream));
    }
}
